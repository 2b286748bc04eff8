import type { Browser } from 'playwright-core';
import { patience } from '../../support/patience';
import { startTestService, type TestService } from '../../support/service';
import { accessibilityProblems, describeInBrowser, launch, openPage } from '../console/browser';

jest.setTimeout(patience(60_000));

describeInBrowser('the partner portal in a browser (issue 12, item 1)', () => {
  let service: TestService;
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });

  const KINDS = [
    ['the first page', ''],
    ['a partner', '/partners/repccs'],
    ['an operation', '/operations/cas-updateCourtNotices'],
    ['the error codes', '/errors'],
    ['a file as CSV', '/printer-letterReturns'],
    ['a file as XML', '/vhub-violation'],
  ] as const;
  const DISPLAYS = [
    ['a desk, light', { viewport: { width: 1280, height: 860 }, colorScheme: 'light' }],
    ['a phone, dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ] as const;

  describe.each(DISPLAYS)('on %s', (_display, options) => {
    test.each(KINDS)(
      '%s has no accessibility problem (WCAG 2.2 AA), and is no wider than the screen',
      async (_kind, path) => {
        const { page, problems, close } = await openPage(browser, options);
        await page.goto(`${service.url}/docs${path}`);
        // Samples and examples are folded.
        await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
        expect(problems).toEqual([]);
        await close();
      },
    );
  });

  test('the first key leads past the head to the content, and a sample opens by keyboard, without any script', async () => {
    const { page, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${service.url}/docs/operations/cas-getPaymentStatus`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#content$/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText("curl -sS -X POST 'https://").first().waitFor({ state: 'visible' });
    await close();
  });
});
