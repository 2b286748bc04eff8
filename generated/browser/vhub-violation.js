// generated from contracts/, do not edit

export const kind = 'xml';

/** The name a file has. */
export const fileName = /^(?:URA_VHUB_VIOLATION_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.xml)$/u;

/** What a field looks like, in words. */
export const forms = {
  'file name': 'as URA_VHUB_VIOLATION_20260115_040000.xml',
  FileName: 'text; URA_VHUB_VIOLATION_[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])_([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\\.xml',
  CreationDateTime: 'text; [12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]',
  Violation: 'VhubViolation',
  ViolationNo: 'text; [0-9A-Z]{1,10}',
  OffenceDateTime: 'text; [12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]',
  OffenceCode: 'whole number; 1 to 2147483647',
  Location: 'text; 1 to 100 characters; [^\\t\\n\\r\\u{7f}]*',
  OffenceDescription: 'text; 0 to 200 characters; [^\\t\\n\\r\\u{7f}]*',
  VehicleNo: 'text; [A-Z0-9. \\-]{1,14}',
  VehicleType: 'B, C, M',
  VehicleMake: 'text; 0 to 50 characters; [^\\t\\n\\r\\u{7f}]*',
  VehicleColor: 'text; 0 to 50 characters; [^\\t\\n\\r\\u{7f}]*',
  CompositionAmount: 'number; (0|[1-9][0-9]{0,7})\\.[0-9]{2}',
  AdminFee: 'number; (0|[1-9][0-9]{0,7})\\.[0-9]{2}',
  TotalAmount: 'number; (0|[1-9][0-9]{0,7})\\.[0-9]{2}',
  ViolationStatus: 'C, O, S',
};

export const schema = `<?xml version="1.0" encoding="UTF-8"?>
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
