import { isJson } from './read-body';

describe('a media type is JSON in UTF-8 (RFC 9110 §8.3.1)', () => {
  test.each([
    'application/json',
    'Application/JSON',
    'application/json;',
    'application/json ; ;\t;',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8;',
    'application/json; CharSet="utf-8"',
    'application/json; charset="ut\\f-8"',
    'application/json; profile="a;charset=latin1"; charset=utf-8',
    'application/json; version=1',
  ])('%s', (type) => expect(isJson(type)).toBe(true));

  test.each([
    '',
    'application/jsonp',
    'application/json, application/json',
    'application/json charset=utf-8',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset = utf-8',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=latin1',
    'application/json; profile="a',
    'text/json',
  ])('and not: %s', (type) => expect(isJson(type)).toBe(false));
});
