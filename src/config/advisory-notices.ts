import { z } from 'zod';
import { defineSection } from './section';
import { text, url } from './values';

/** Lines of text, written with a | between them. */
const lines = (most: number) =>
  z
    .string()
    .transform((given) => given.split('|').map((line) => line.trim()))
    .refine(
      (all) => all.length <= most && all.every((line) => line.length > 0 && line.length <= 60 && !/\p{Cc}/u.test(line)),
      `takes 1 to ${most} lines of up to 60 characters, separated by |`,
    );

/** Who tells citizens of advisory notices, and where the military's letters go (A 4 to 6, decisions §7). */
export const advisoryNoticesSection = defineSection({
  variables: ({ forJobs }) => ({
    OCMS_AN_SENDER_NAME: forJobs(text),
    OCMS_AN_RETURN_ADDRESS: forJobs(text),
    OCMS_AN_CONTACT: forJobs(lines(4)),
    OCMS_AN_APPEAL_PAGE: forJobs(url('http:', 'https:')),
    OCMS_AN_MINDEF_ADDRESS: forJobs(lines(6)),
  }),
  settings: (values, { production }) => ({
    /** Undefined where this process was not told. */
    advisoryNotices: settingsOf(
      production
        ? {}
        : {
            name: 'Parking Enforcement (demonstration)',
            returnAddress: 'Parking Enforcement, 1 Example Street, Singapore 000001',
            contact: ['Telephone 6555 0100', 'parking@agency.example'],
            appealUrl: 'https://agency.example/appeal',
            mindefAddress: ['1 EXAMPLE CAMP', 'SINGAPORE 000002'],
          },
      {
        name: values.OCMS_AN_SENDER_NAME,
        returnAddress: values.OCMS_AN_RETURN_ADDRESS,
        contact: values.OCMS_AN_CONTACT,
        appealUrl: values.OCMS_AN_APPEAL_PAGE,
        mindefAddress: values.OCMS_AN_MINDEF_ADDRESS,
      },
    ),
  }),
});

interface Given {
  name?: string | undefined;
  returnAddress?: string | undefined;
  contact?: readonly string[] | undefined;
  appealUrl?: string | undefined;
  mindefAddress?: readonly string[] | undefined;
}

export interface AdvisoryNoticesSettings {
  sender: { name: string; returnAddress: string; contact: readonly string[]; appealUrl: string };
  mindefAddress: readonly string[];
}

function settingsOf(presets: Given, given: Given): AdvisoryNoticesSettings | undefined {
  const name = given.name ?? presets.name;
  const returnAddress = given.returnAddress ?? presets.returnAddress;
  const contact = given.contact ?? presets.contact;
  const appealUrl = given.appealUrl ?? presets.appealUrl;
  const mindefAddress = given.mindefAddress ?? presets.mindefAddress;
  if (name === undefined || returnAddress === undefined || contact === undefined) return undefined;
  if (appealUrl === undefined || mindefAddress === undefined) return undefined;
  return { sender: { name, returnAddress, contact, appealUrl }, mindefAddress };
}
