// generated from contracts/, do not edit

export const kind = 'xml';

/** The name a file has. */
export const fileName = /^(?:URA_VHUB_VIOLATION_ACK_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.xml)$/u;

/** What a field looks like, in words. */
export const forms = {
  'file name': 'as URA_VHUB_VIOLATION_ACK_20260115_063000.xml',
  FileName: 'text; URA_VHUB_VIOLATION_ACK_[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])_([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\\.xml',
  CreationDateTime: 'text; [12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]',
  ViolationFileName: 'text; URA_VHUB_VIOLATION_[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])_([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\\.xml',
  Result: 'VhubAcknowledgement',
  ViolationNo: 'text; [0-9A-Z]{1,10}',
  ResponseCode: '0, 1',
  ErrorCode: 'text; [0-9A-Za-z_\\-]{1,20}',
  ErrorDescription: 'text; 0 to 200 characters',
};

export const schema = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" version="1.0.0">
  <xs:annotation>
    <xs:appinfo>
      <sender>vHub</sender>
      <recipient>OCMS</recipient>
    </xs:appinfo>
    <xs:documentation xml:lang="en">
vHub tells OCMS what became of the records of a violation file.

## Who sends what, when

- vHub puts the file into the folder agreed with OCMS on vHub's SFTP server, once it has read a file vhub-violation. OCMS looks every hour.
- It names the violation file it answers and has a result for each record. It may answer a part of that file; the rest comes in further acknowledgements.
- Code 0: taken. Code 1: refused, with vHub's error code; the other records of the file are taken all the same.

## Name

- \`URA_VHUB_VIOLATION_ACK_YYYYMMDD_HHMMSS.xml\`: date and time in Singapore when the file was made.
- A file of a name that OCMS has is the same file: OCMS takes it once.

## What OCMS relies on

- The file is XML 1.0 in UTF-8, well-formed and valid against this schema.
- There is no document type declaration.
- It is written under another name, which does not end in \`.xml\`, and renamed when it is whole.
- A file that was put there is never changed.

## What OCMS does with it

- Results are matched to the records of the violation file named. OCMS keeps the file in its archive and then takes it out of the folder.
- A file that breaks this schema, and a result for a record that was not sent, are told to operations and kept.

## What vHub has yet to confirm

- the names of the elements and the form of dates
- the folder, and that OCMS may take files out of it
- that it writes under another name and renames
    </xs:documentation>
  </xs:annotation>

  <xs:element name="AcknowledgementFile" type="VhubAcknowledgementFile">
    <xs:unique name="ViolationNoOnce">
      <xs:selector xpath="Result"/>
      <xs:field xpath="ViolationNo"/>
    </xs:unique>
  </xs:element>

  <xs:complexType name="VhubAcknowledgementFile">
    <xs:annotation>
      <xs:documentation xml:lang="en">A file of results.</xs:documentation>
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
      <xs:element name="ViolationFileName" type="ViolationFileName">
        <xs:annotation>
          <xs:documentation xml:lang="en">The violation file it answers.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="Result" type="VhubAcknowledgement" maxOccurs="2000">
        <xs:annotation>
          <xs:documentation xml:lang="en">One for each record that is answered, in any order.</xs:documentation>
        </xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:complexType name="VhubAcknowledgement">
    <xs:annotation>
      <xs:documentation xml:lang="en">What became of a record.</xs:documentation>
    </xs:annotation>
    <xs:sequence>
      <xs:element name="ViolationNo" type="ViolationNo">
        <xs:annotation>
          <xs:documentation xml:lang="en">The notice number.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="ResponseCode" type="ResponseCode">
        <xs:annotation>
          <xs:documentation xml:lang="en">0 taken, 1 refused.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="ErrorCode" type="ErrorCode" minOccurs="0">
        <xs:annotation>
          <xs:documentation xml:lang="en">Why a record was refused: E_REC_001 exceed field limit, E_REC_002 invalid format, E_REC_003 missing required field. Others may come.</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element name="ErrorDescription" type="ErrorDescription" minOccurs="0">
        <xs:annotation>
          <xs:documentation xml:lang="en">The error in words.</xs:documentation>
        </xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>

  <xs:simpleType name="FileName">
    <xs:restriction base="xs:string">
      <xs:pattern value="URA_VHUB_VIOLATION_ACK_[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])_([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\\.xml"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="ViolationFileName">
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

  <xs:simpleType name="ResponseCode">
    <xs:restriction base="xs:string">
      <xs:enumeration value="0"/>
      <xs:enumeration value="1"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="ErrorCode">
    <xs:restriction base="xs:string">
      <xs:pattern value="[0-9A-Za-z_\\-]{1,20}"/>
    </xs:restriction>
  </xs:simpleType>

  <xs:simpleType name="ErrorDescription">
    <xs:restriction base="xs:string">
      <xs:maxLength value="200"/>
    </xs:restriction>
  </xs:simpleType>
</xs:schema>
`;
