// onnxruntime-node checks `instanceof Float32Array` against the outer realm's constructors, so a test's own realm must share them.
const { TestEnvironment } = require('jest-environment-node');

class NativeArraysEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name)) {
        this.global[name] = globalThis[name];
      }
    }
  }
}

module.exports = NativeArraysEnvironment;
