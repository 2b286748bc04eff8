// generated from contracts/, do not edit

const MOST_ERRORS = 20;
/** What libxml2 says, and what is said of it: its own words quote the file. */
const WORDS = [
    [/^Element '[^']*': \[facet '(pattern)'\]/, 'is not of its form'],
    [/^Element '[^']*': \[facet '(enumeration)'\]/, 'is no code of its list'],
    [/^Element '[^']*': \[facet 'minLength'\]/, 'is too short'],
    [/^Element '[^']*': \[facet 'maxLength'\]/, 'is too long'],
    [/^Element '[^']*': \[facet 'minInclusive'\]/, 'is too small'],
    [/^Element '[^']*': \[facet 'maxInclusive'\]/, 'is too large'],
    [/^Element '[^']*': Missing child element/, 'lacks an element'],
    [/^Element '[^']*': This element is not expected/, 'is not expected here'],
    [/^Element '[^']*': Duplicate key-sequence/, 'was there before'],
    [/^Element '[^']*': Element content is not allowed/, 'has elements in place of text'],
    [/^Element '[^']*': Character content other than whitespace is not allowed/, 'has text between its elements'],
    [/^Element '[^']*': No matching global declaration/, 'is no file of this schema'],
    [/^Element '[^']*', attribute /, 'has an attribute'],
    [/ is not a valid value of the /, 'is no value of its type'],
];
/** What is expected stands at the end, and comes from the schema. */
const EXPECTED = /Expected is (?:one of )?\( ([A-Za-z_][\w, ]*) \)\.\s*$/;
/** It comes with another error of the same element, and says nothing. */
const ASIDE = 'No precomputed value available';
/** All that is wrong with a file, in the order of the file. */
export function mistakesOf({ refused, details = [] }, schema) {
    if (refused === 'declaration')
        return [{ words: 'the file has a document type declaration' }];
    if (refused === 'form') {
        const line = details[0]?.line;
        return [{ ...(line && { line }), words: 'the file is not well-formed XML' }];
    }
    const known = new Set([...schema.matchAll(/\sname="([^"]*)"/g)].map(([, name]) => name));
    const told = details.filter(({ message }) => !message.includes(ASIDE));
    if (told.length === 0)
        return [{ words: 'the file is not valid' }];
    return told.map(({ message, line, xpath = '' }) => {
        const words = WORDS.find(([said]) => said.test(message))?.[1] ?? 'is not valid';
        const expected = EXPECTED.exec(message)?.[1]
            ?.split(', ')
            .filter((name) => known.has(name));
        const more = expected?.length ? `; expected: ${expected.join(', ')}` : '';
        return { line, place: place(xpath, known), words: words + more };
    });
}
/** The errors in words that name line and element, and no value of the file. */
export function errorsOf(refusal, schema) {
    const mistakes = mistakesOf(refusal, schema);
    const errors = mistakes
        .slice(0, MOST_ERRORS)
        .map(({ line, place, words }) => `${line ? `line ${line}: ` : ''}${place === undefined ? '' : `${place} `}${words}`);
    if (mistakes.length > MOST_ERRORS)
        errors.push(`${mistakes.length - MOST_ERRORS} more`);
    return errors;
}
/** An element that the schema does not know may be called anything: its name is left out. */
const place = (xpath, known) => xpath
    .split('/')
    .slice(1)
    .map((step) => (known.has(step.replace(/\[\d+\]$/, '')) ? step : '?'))
    .join('/');
