import type { Partner } from '../partner';
import { cas } from './cas';
import { ces } from './ces';
import { datahive } from './datahive';
import { email } from './email';
import { lta } from './lta';
import { mha } from './mha';
import { repccs } from './repccs';
import { slift } from './slift';
import { sms } from './sms';
import { vhub } from './vhub';

/** The partners that do more than answer their contracts' examples. */
export const partners: readonly Partner[] = [cas, ces, datahive, email, lta, mha, repccs, slift, sms, vhub];
