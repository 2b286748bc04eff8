import ts from 'typescript';

/** A TypeScript module as browsers, and Node.js, load it. */
export const asModule = (text) =>
  ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } })
    .outputText;
