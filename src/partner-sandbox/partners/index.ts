import type { Partner } from '../partner';
import { cas } from './cas';

/** The partners that do more than answer their contracts' examples. */
export const partners: readonly Partner[] = [cas];
