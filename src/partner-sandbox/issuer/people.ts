/** A demo member of staff. */
export interface Person {
  /** What audit columns will have of them. */
  id: string;
  name: string;
  roles: readonly string[];
  /** For people: what they are there for. */
  does: string;
}

/** Whom the sandbox signs in; nobody has a password. */
export const PEOPLE: readonly Person[] = [
  { id: 'officer1', name: 'Tan Mei Ling', roles: ['officer'], does: 'an officer' },
  { id: 'officer2', name: 'Muhammad Rizal', roles: ['officer'], does: 'another officer, for two at once' },
  { id: 'supervisor1', name: 'Priya Nair', roles: ['officer', 'supervisor'], does: 'a supervisor' },
  { id: 'visitor1', name: 'Lee Wei Jie', roles: [], does: 'somebody without a role, who may do nothing' },
];
