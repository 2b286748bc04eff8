/** SQL condition: something of an effect, one of the program's own names, is on its way, or a crash left it so. */
export const onItsWay = (effect: string): string =>
  `EXISTS (SELECT 1 FROM ocms_effect_batch AS e WHERE e.effect = '${effect}' AND e.state = 'SENDING')`;
