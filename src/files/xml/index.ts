export type { Mistake } from './mistakes';
export { examineXml, validateXml, type XmlFindings, type XmlValidity } from './validate';
