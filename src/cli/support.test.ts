import os from 'node:os';
import { defaultActor } from './support';

afterEach(() => jest.restoreAllMocks());

test('who is at the command line is named as the machine names them', () => {
  expect(defaultActor()).toBe(os.userInfo().username.slice(0, 50));
});

test('or by number, where a container runs as a user that it has no name for', () => {
  jest.spyOn(os, 'userInfo').mockImplementation(() => {
    throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
  });
  jest.spyOn(process, 'getuid').mockReturnValue(65532);
  expect(defaultActor()).toBe('uid-65532');
});
