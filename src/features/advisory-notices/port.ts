import type { FileSource } from '../collected-files';

/**
 * The kinds of id a vehicle's owner is known by (A 4.1): citizens and permanent residents, other residents, business
 * entities, and everybody else.
 */
export type IdType = 'NRIC' | 'FIN' | 'UEN' | 'PASSPORT';

/** Whoever is known by an id. */
export interface Identity {
  idType: IdType;
  idNo: string;
}

/** An address in Singapore by its parts; null for what it does not have, or what is not known. */
export interface LocalAddress {
  kind: 'local';
  /** Block or house number. */
  block: string | null;
  street: string;
  floor: string | null;
  unit: string | null;
  building: string | null;
  /** Six digits. */
  postalCode: string | null;
}

/** Any other address, as it is written on an envelope: 1 to 6 lines, without the name. */
export interface ForeignAddress {
  kind: 'foreign';
  lines: readonly string[];
}

export type Address = LocalAddress | ForeignAddress;

/** Who a vehicle is registered to (A 4.2.1). */
export interface Owner extends Identity {
  name: string;
  /** Where LTA says the owner lives: where the letter of a passport holder goes. */
  address: Address | undefined;
}

/** Where owners come from: LTA (A 4.2). */
export interface OwnerSource {
  /**
   * @returns undefined where the vehicle has no owner.
   * @throws UpstreamError
   */
  ownerOf(vehicleNo: string, signal: AbortSignal): Promise<Owner | undefined>;
}

/** How an owner is reached electronically (A 4.2): one of them at least is known. */
export interface Contact {
  /** With its country code, E.164. */
  mobileNo: string | undefined;
  email: string | undefined;
}

/** Whoever DataHive knows. */
export type ContactIdType = Exclude<IdType, 'PASSPORT'>;

/** Where contacts come from: DataHive (A 4.2). */
export interface ContactSource {
  /**
   * @returns undefined where neither a mobile number nor an e-mail address is known.
   * @throws UpstreamError
   */
  contactOf(owner: { idType: ContactIdType; idNo: string }, signal: AbortSignal): Promise<Contact | undefined>;
}

/** Where registered addresses come from: MHA for individuals, DataHive for entities (decisions §7). */
export interface AddressSource<Of extends IdType> {
  /**
   * @returns undefined where no address is known.
   * @throws UpstreamError
   */
  addressOf(owner: { idType: Of; idNo: string }, signal: AbortSignal): Promise<Address | undefined>;
}

/** A message to one mobile number. */
export interface Sms {
  /** The notice number and the step; a repetition has the same. 1 to 50 letters, digits, underscores and hyphens. */
  reference: string;
  /** With its country code, E.164. */
  to: string;
  /** At most 1,530 characters, lines ended by LF: ten segments of the GSM 7-bit alphabet. */
  text: string;
}

/** What sends SMS: the SMS gateway (A 5.2). */
export interface SmsSender {
  /**
   * Hands a message to the gateway, up to four times. One with a reference that the gateway has is not sent again.
   *
   * @returns the gateway's id of the message.
   * @throws UpstreamError with outcome `rejected` where it was surely not taken, with the gateway's `reasonCode`
   * (`INVALID_NUMBER`, `TOO_LARGE`, `REJECTED` or another) where it says why; else it may have been.
   */
  sendSms(sms: Sms, signal: AbortSignal): Promise<string>;
}

/** A message to one e-mail address, in two forms that say the same. */
export interface Email {
  /** As an SMS's. */
  reference: string;
  to: string;
  /** One line of at most 200 characters. */
  subject: string;
  /** At most 20,000 characters. */
  text: string;
  /** At most 100,000 characters. */
  html: string;
}

/** What sends e-mails: the e-mail service (A 5.2). */
export interface EmailSender {
  /**
   * Hands a message to the service, up to four times. One with a reference that the service has is not sent again.
   *
   * @returns the service's id of the message.
   * @throws UpstreamError with outcome `rejected` where it was surely not taken, with the service's `reasonCode`
   * (`INVALID_ADDRESS`, `REJECTED` or another) where it says why; else it may have been.
   */
  sendEmail(email: Email, signal: AbortSignal): Promise<string>;
}

/** A letter to be printed and mailed. */
export interface Letter {
  /** As an SMS's. */
  reference: string;
  recipient: { name: string; address: Address };
  /** 1 to 96 letters, digits, underscores and hyphens, and `.pdf`. */
  fileName: string;
  pdf: Uint8Array;
  /** Whether it is sent compressed. */
  compressed: boolean;
}

/** What the printing vendor says of a letter (A 8.1b). */
export interface LetterReturn {
  noticeNo: string;
  /** SLIFT's id of it. */
  submissionId: string;
  status: 'PRINTED' | 'REJECTED';
  at: Date;
  /** The vendor's own, of one that was rejected. */
  errorCode: string | undefined;
}

/** The printing vendor's return files (A 8.1b): a file has each letter once. */
export type LetterReturnSource = FileSource<{ returns: readonly LetterReturn[] }>;

/** What prints and mails letters: SLIFT (A 6.2). */
export interface LetterPrinter {
  /**
   * Submits a letter, up to four times. One with a reference that SLIFT has is not printed again; one that SLIFT refused
   * may come again under its reference.
   *
   * @returns the id of the submission.
   * @throws UpstreamError with outcome `rejected` where it was surely not taken, with a `reasonCode` (`TOO_LARGE`,
   * `REJECTED` or another) where it is known why; else it may have been.
   */
  submitLetter(letter: Letter, signal: AbortSignal): Promise<string>;
}
