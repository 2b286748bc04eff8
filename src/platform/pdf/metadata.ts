/** What a tagged PDF says that it is (PDF/UA-1): a part of its metadata. */
export const PDF_UA = `
        <rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
            <pdfuaid:part>1</pdfuaid:part>
        </rdf:Description>`;

/** The library puts a text into XML as it is converted to a string, and elsewhere uses its value. */
class MetadataText extends String {
  override toString(): string {
    return this.valueOf().replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  }
}

/** A text as the PDF library takes it for its metadata. */
export const metadataText = (text: string): string => new MetadataText(text) as unknown as string;
