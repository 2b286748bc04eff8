/** Who tells citizens of advisory notices. Configuration: no name or address of an authority is in the code. */
export interface Sender {
  /** As it stands at the head of a letter and under an e-mail. */
  name: string;
  /** In one line, above the recipient's address in the envelope's window. */
  returnAddress: string;
  /** How to reach the sender: up to four short lines, such as `Telephone 6555 0100`. */
  contact: readonly string[];
  /** Where an appeal is made. */
  appealUrl: string;
}
