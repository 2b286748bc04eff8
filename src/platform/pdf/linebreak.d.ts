declare module 'linebreak' {
  /** Where a text may be broken (UAX #14), from its beginning to its end. */
  export default class LineBreaker {
    constructor(text: string);
    /** The position before which a line may end; null after the last. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
}
