export { validateXml, type XmlValidity } from './validate';
