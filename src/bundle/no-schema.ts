/** Stands in for ajv and ajv-formats, which conf needs for a schema alone. We give it none, and every command would load them. */
export class Ajv2020 {
  constructor() {
    throw new Error('conf was given a schema, and what checks one is not in the bundle (src/bundle/options.ts)');
  }
}

export default {};
