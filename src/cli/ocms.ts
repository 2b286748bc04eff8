import { main } from '../cli';

/** The command line as a program of its own, for an image that has no npm: `node dist/src/cli/ocms.js <command>`. */
void main(process.argv.slice(2));
