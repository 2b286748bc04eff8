// generated from contracts/, do not edit

import { readXml, type XmlFile, type XmlRecord, writeXml } from './xml';

/** A file of violations. */
export interface VhubViolationFile {
  /** The file's own name, by which it is known. */
  FileName: string;
  /** When the file was made, in Singapore, YYYYMMDDHHmmss. */
  CreationDateTime: string;
  /** The file's records, a notice once. */
  Violation: readonly VhubViolation[];
}

/** What OCMS says of a notice (F 2.3.5). */
export interface VhubViolation {
  /** The notice number. */
  ViolationNo: string;
  /** Date and time of the offence in Singapore, YYYYMMDDHHmmss. */
  OffenceDateTime: string;
  /** The offence rule code. */
  OffenceCode: number;
  /** The car park's name; of a cancelled notice whose car park has none, its code. */
  Location: string;
  /** What the rule code says; empty where OCMS does not know the code. */
  OffenceDescription: string;
  /** The vehicle's registration number. */
  VehicleNo: string;
  /** B bus (heavy vehicles too), M motorcycle, C car. */
  VehicleType: 'B' | 'C' | 'M';
  /** The make; empty where it is not known. */
  VehicleMake: string;
  /** The colour; empty where it is not known. */
  VehicleColor: string;
  /** The fine without the admin fee. */
  CompositionAmount: string;
  /** The admin fee; 0.00 where none was added. */
  AdminFee: string;
  /** What is to be paid in all. */
  TotalAmount: string;
  /** O outstanding, S settled, C cancelled. */
  ViolationStatus: 'C' | 'O' | 'S';
}

/** The name a file has. */
export const vhubViolationFileName = /^(?:URA_VHUB_VIOLATION_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.xml)$/u;

/** The schema, as published. */
export const vhubViolationSchema: string = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" version="1.0.0">
  <xs:annotation>
    <xs:appinfo>
      <sender>OCMS</sender>
      <recipient>vHub</recipient>
    </xs:appinfo>
    <xs:documentation xml:lang="en">
OCMS tells vHub of the notices of foreign vehicles, once a day, as a file.

The file says what vhub-updateViolation says, as a second way to vHub and to compare against (F 2.4).

## Who sends what, when

- OCMS puts the file into the folder agreed with vHub on vHub's SFTP server, by default at 04:00 Singapore time.
- It has the notices that became outstanding, settled or cancelled since the file before, a notice once.
- A file has at most 2,000 records. More come in further files of the same day, each with a second of its own in its name.
- On a day with nothing to tell there is no file.
- vHub answers with the file vhub-acknowledgement.

## Name

- \`URA_VHUB_VIOLATION_YYYYMMDD_HHMMSS.xml\`: date and time in Singapore when the file was made.
- The name is the reference. A file of a name that vHub has is the same file, sent again because nobody knows whether it arrived: vHub takes it once.

## What vHub may rely on

- The file is XML 1.0 in UTF-8 without a byte order mark, and valid against this schema: it is checked before it leaves.
- There is no document type declaration, no entity besides the five of XML, no comment and no namespace.
- It is written under the name with \`.part\` behind it and renamed when it is whole. What has the name is complete.
- Spaces in a text are part of it. Text may be of any script.
- A file that was sent is never changed.
- What is sent of a notice takes the place of what vHub was told of it before.

## What vHub has yet to confirm

- the names of the elements, the form of dates and the limits of texts, which are those of vhub-updateViolation
- the folder, and that a file may be renamed in it
- that a file of the same name is taken once
    </xs:documentation>
  </xs:annotation>

  <xs:element name="ViolationFile" type="VhubViolationFile">
    <xs:unique name="ViolationNoOnce">
      <xs:selector xpath="Violation"/>
      <xs:field xpath="ViolationNo"/>
    </xs:unique>
  </xs:element>

  <xs:complexType name="VhubViolationFile">
    <xs:annotation>
      <xs:documentation xml:lang="en">A file of violations.</xs:documentation>
    </xs:annotation>
    <xs:sequence>
      <xs:element name="FileName" type="FileName">
        <xs:annotation>
          <xs:documentation xml:lang="en">The file's own name, by which it is known.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="CreationDateTime" type="SingaporeDateTime">
        <xs:annotation>
          <xs:documentation xml:lang="en">When the file was made, in Singapore, YYYYMMDDHHmmss.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="Violation" type="VhubViolation" maxOccurs="2000">
        <xs:annotation>
          <xs:documentation xml:lang="en">The file's records, a notice once.</xs:documentation>
        </xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:complexType name="VhubViolation">
    <xs:annotation>
      <xs:documentation xml:lang="en">What OCMS says of a notice (F 2.3.5).</xs:documentation>
    </xs:annotation>
    <xs:sequence>
      <xs:element name="ViolationNo" type="ViolationNo">
        <xs:annotation>
          <xs:documentation xml:lang="en">The notice number.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="OffenceDateTime" type="SingaporeDateTime">
        <xs:annotation>
          <xs:documentation xml:lang="en">Date and time of the offence in Singapore, YYYYMMDDHHmmss.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="OffenceCode" type="OffenceCode">
        <xs:annotation>
          <xs:documentation xml:lang="en">The offence rule code.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="Location" type="Location">
        <xs:annotation>
          <xs:documentation xml:lang="en">The car park's name; of a cancelled notice whose car park has none, its code.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="OffenceDescription" type="OffenceDescription">
        <xs:annotation>
          <xs:documentation xml:lang="en">What the rule code says; empty where OCMS does not know the code.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="VehicleNo" type="VehicleNo">
        <xs:annotation>
          <xs:documentation xml:lang="en">The vehicle's registration number.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="VehicleType" type="VehicleType">
        <xs:annotation>
          <xs:documentation xml:lang="en">B bus (heavy vehicles too), M motorcycle, C car.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="VehicleMake" type="VehicleDetail">
        <xs:annotation>
          <xs:documentation xml:lang="en">The make; empty where it is not known.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="VehicleColor" type="VehicleDetail">
        <xs:annotation>
          <xs:documentation xml:lang="en">The colour; empty where it is not known.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="CompositionAmount" type="Amount">
        <xs:annotation>
          <xs:documentation xml:lang="en">The fine without the admin fee.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="AdminFee" type="Amount">
        <xs:annotation>
          <xs:documentation xml:lang="en">The admin fee; 0.00 where none was added.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="TotalAmount" type="Amount">
        <xs:annotation>
          <xs:documentation xml:lang="en">What is to be paid in all.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="ViolationStatus" type="ViolationStatus">
        <xs:annotation>
          <xs:documentation xml:lang="en">O outstanding, S settled, C cancelled.</xs:documentation>
        </xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:simpleType name="FileName">
    <xs:restriction base="xs:string">
      <xs:pattern value="URA_VHUB_VIOLATION_[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])_([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\\.xml"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="SingaporeDateTime">
    <xs:restriction base="xs:string">
      <xs:pattern value="[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="ViolationNo">
    <xs:restriction base="xs:string">
      <xs:pattern value="[0-9A-Z]{1,10}"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="OffenceCode">
    <xs:restriction base="xs:int">
      <xs:minInclusive value="1"/>
      <xs:maxInclusive value="2147483647"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="Location">
    <xs:restriction base="xs:string">
      <xs:minLength value="1"/>
      <xs:maxLength value="100"/>
      <xs:pattern value="[^\\t\\n\\r&#x7F;]*"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="OffenceDescription">
    <xs:restriction base="xs:string">
      <xs:maxLength value="200"/>
      <xs:pattern value="[^\\t\\n\\r&#x7F;]*"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="VehicleNo">
    <xs:restriction base="xs:string">
      <xs:pattern value="[A-Z0-9. \\-]{1,14}"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="VehicleType">
    <xs:restriction base="xs:string">
      <xs:enumeration value="B"/>
      <xs:enumeration value="C"/>
      <xs:enumeration value="M"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="VehicleDetail">
    <xs:restriction base="xs:string">
      <xs:maxLength value="50"/>
      <xs:pattern value="[^\\t\\n\\r&#x7F;]*"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="Amount">
    <xs:annotation>
      <xs:documentation xml:lang="en">Singapore dollars with two decimals, 0.00 to 99999999.99.</xs:documentation>
    </xs:annotation>
    <xs:restriction base="xs:decimal">
      <xs:pattern value="(0|[1-9][0-9]{0,7})\\.[0-9]{2}"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="ViolationStatus">
    <xs:restriction base="xs:string">
      <xs:enumeration value="C"/>
      <xs:enumeration value="O"/>
      <xs:enumeration value="S"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
`;

const VhubViolationRecord: XmlRecord = {
  elements: [
    { name: 'ViolationNo', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', pattern: /^(?:[0-9A-Z]{1,10})$/u } },
    { name: 'OffenceDateTime', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', pattern: /^(?:[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9])$/u } },
    { name: 'OffenceCode', minOccurs: 1, maxOccurs: 1, content: { kind: 'integer', minimum: 1, maximum: 2147483647 } },
    { name: 'Location', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', minLength: 1, maxLength: 100, pattern: /^(?:[^\t\n\r\u{7f}]*)$/u } },
    { name: 'OffenceDescription', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', maxLength: 200, pattern: /^(?:[^\t\n\r\u{7f}]*)$/u } },
    { name: 'VehicleNo', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u } },
    { name: 'VehicleType', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', codes: ['B', 'C', 'M'] } },
    { name: 'VehicleMake', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', maxLength: 50, pattern: /^(?:[^\t\n\r\u{7f}]*)$/u } },
    { name: 'VehicleColor', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', maxLength: 50, pattern: /^(?:[^\t\n\r\u{7f}]*)$/u } },
    { name: 'CompositionAmount', minOccurs: 1, maxOccurs: 1, content: { kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]{0,7})\.[0-9]{2})$/u } },
    { name: 'AdminFee', minOccurs: 1, maxOccurs: 1, content: { kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]{0,7})\.[0-9]{2})$/u } },
    { name: 'TotalAmount', minOccurs: 1, maxOccurs: 1, content: { kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]{0,7})\.[0-9]{2})$/u } },
    { name: 'ViolationStatus', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', codes: ['C', 'O', 'S'] } },
  ],
};

const VhubViolationFileRecord: XmlRecord = {
  elements: [
    { name: 'FileName', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', pattern: /^(?:URA_VHUB_VIOLATION_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.xml)$/u } },
    { name: 'CreationDateTime', minOccurs: 1, maxOccurs: 1, content: { kind: 'text', pattern: /^(?:[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9])$/u } },
    { name: 'Violation', minOccurs: 1, maxOccurs: 2000, content: VhubViolationRecord },
  ],
};

const file: XmlFile = {
  root: 'ViolationFile',
  content: VhubViolationFileRecord,
  unique: [{ element: 'Violation', child: 'ViolationNo' }],
};

/**
 * The file as XML.
 *
 * @throws Error for text that XML cannot hold; whether the file is valid the schema tells.
 */
export const writeVhubViolation = (fields: VhubViolationFile): string => writeXml(file, fields);

/**
 * What a file says.
 *
 * @throws Error that names line and element, and no value, for what is not of the schema.
 */
export const readVhubViolation = (xml: string): VhubViolationFile => readXml(file, xml) as VhubViolationFile;
