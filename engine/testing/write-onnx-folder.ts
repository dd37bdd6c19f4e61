/**
 * The networks of a checkpoint as the ONNX folder an exporter would write: our graphs under the exporters' names of inputs and outputs,
 * weights inside the files or beside them. What differs between exporters is an option.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// An ES module without a CommonJS build: its types need the import marked, and require loads it.
import type * as OnnxBuf from 'onnx-buf' with { 'resolution-mode': 'import' };
import {
  clipTextGraph,
  hiddenOutput,
  POOLED_OUTPUT,
  skipOutput,
  unetGraph,
  vaeDecoderGraph,
  vaeEncoderGraph
} from '../graph';
import { openCheckpoint } from '../weights';

const { ModelProtoSchema, NodeProtoSchema, TensorProtoSchema } = require('onnx-buf') as typeof OnnxBuf;

const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;
const BOOL = 9;
const FLOAT16 = 10;

export type ExportStyle = {
  /** Floats come in and go out as float16. */
  half?: boolean;
  /** Weights in `model.onnx_data`. */
  external?: boolean;
  /** The UNet's clock: its rank and type. */
  timestep?: { rank: 0 | 1; type: 'float' | 'int64' };
  ids?: 'int32' | 'int64';
  /** The only batch the UNet takes. */
  batch?: number;
  /** States after each layer are outputs of the text encoders. */
  hidden?: boolean;
  /** The encoder draws the latent itself, as older exports do. */
  drawn?: boolean;
  /** Folders have a config.json. */
  configs?: boolean;
};

/** Writes `checkpoint` (a diffusers folder) as an ONNX folder. */
export function writeOnnxFolder(folder: string, checkpoint: string, style: ExportStyle = {}): void {
  const { arch, unet, vae, text } = openCheckpoint(checkpoint);
  const { timestep = { rank: 0, type: 'float' }, hidden = true, configs = true } = style;
  const write = (part: string, bytes: Uint8Array, edit: (model: Editor) => void): void => {
    mkdirSync(join(folder, part), { recursive: true });
    const model = new Editor(fromBinary(ModelProtoSchema, bytes));
    edit(model);
    model.save(join(folder, part), style);
  };
  write('unet', unetGraph(unet, arch.unet, 'diffusers'), model => {
    model.renameInput('context', 'encoder_hidden_states');
    model.renameInput('pooled', 'text_embeds');
    model.renameInput('ids', 'time_ids');
    model.renameInput('guidance', 'timestep_cond');
    model.countRows('context_index', 'sample');
    model.convertClock(timestep.rank, timestep.type === 'float' ? FLOAT : INT64);
    model.renameOutput('out', 'out_sample');
    model.fixBatch(style.batch);
  });
  write('vae_decoder', vaeDecoderGraph(vae, arch.vae), model => {
    model.renameInput('latent', 'latent_sample');
    model.renameOutput('image', 'sample');
  });
  write('vae_encoder', vaeEncoderGraph(vae, arch.vae), model => {
    model.renameInput('image', 'sample');
    if (style.drawn) {
      model.draw('mean', 'logvar', 'latent_sample');
    } else {
      model.joinOutputs(['mean', 'logvar'], 'latent_parameters');
    }
  });
  text.forEach((weights, i) => {
    const { positions, width, layers, projection } = arch.text[i];
    write(i === 0 ? 'text_encoder' : 'text_encoder_2', clipTextGraph(weights, arch.text[i]), model => {
      model.renameInput('ids', 'input_ids');
      model.setConstant('given', FLOAT, [1, positions, width], new Uint8Array(4 * positions * width));
      model.setConstant('is_given', BOOL, [1, positions, 1], new Uint8Array(positions));
      model.convertIds(style.ids === 'int32' ? INT32 : INT64);
      model.renameOutput(skipOutput(1), 'last_hidden_state');
      model.renameOutput(POOLED_OUTPUT, projection > 0 ? 'text_embeds' : 'pooler_output');
      for (let k = 0; hidden && k <= layers; k++) {
        model.renameOutput(hiddenOutput(k), `hidden_states.${k}`);
      }
      model.keepOutputs(/^(last_hidden_state|text_embeds|pooler_output|hidden_states\..*)$/);
    });
  });
  copyRest(checkpoint, folder, configs);
}

const RENAMED: Readonly<Record<string, string>> = { vae_decoder: 'vae', vae_encoder: 'vae' };

function copyRest(checkpoint: string, folder: string, configs: boolean): void {
  for (const part of ['unet', 'vae_decoder', 'vae_encoder', 'text_encoder', 'text_encoder_2']) {
    const config = join(checkpoint, RENAMED[part] ?? part, 'config.json');
    if (configs && existsSync(config)) {
      cpSync(config, join(folder, part, 'config.json'));
    }
  }
  for (const name of ['model_index.json', 'scheduler', 'tokenizer', 'tokenizer_2']) {
    if (existsSync(join(checkpoint, name))) {
      cpSync(join(checkpoint, name), join(folder, name), { recursive: true });
    }
  }
}

/** Changes to a model such as exporters differ by. */
class Editor {
  constructor(private readonly model: OnnxBuf.ModelProto) {}

  renameInput(from: string, to: string): void {
    const input = this.graph.input.find(({ name }) => name === from);
    if (input) {
      input.name = to;
      this.reread(from, to);
    }
  }

  renameOutput(from: string, to: string): void {
    this.graph.output.find(({ name }) => name === from)!.name = to;
    this.graph.node.forEach(node => (node.output = node.output.map(name => (name === from ? to : name))));
    this.reread(from, to);
  }

  keepOutputs(wanted: RegExp): void {
    this.graph.output = this.graph.output.filter(({ name }) => wanted.test(name));
  }

  joinOutputs(parts: readonly string[], name: string): void {
    const axis = { name: 'axis', i: 1n, type: 2 };
    this.graph.node.push(this.node('Concat', parts, name, [axis]));
    const output = this.graph.output.find(each => each.name === parts[0])!;
    output.name = name;
    this.dims(output)[1].value = { case: 'dimParam', value: 'moments' };
    this.graph.output = [output];
  }

  /** One output `name`, drawn from the moments that the model had as its outputs. */
  draw(mean: string, logvar: string, name: string): void {
    this.graph.node.push(
      this.node('RandomNormalLike', [mean], 'noise'),
      this.node('Mul', [logvar, 'noise'], 'spread'),
      this.node('Add', [mean, 'spread'], name)
    );
    this.graph.output.find(each => each.name === mean)!.name = name;
    this.keepOutputs(new RegExp(`^${name}$`));
  }

  /** The input `name` becomes 0, 1, 2 … as many as `like` has rows. */
  countRows(name: string, like: string): void {
    this.removeInput(name);
    this.addConstant('rows.zero', INT64, [], new Uint8Array(8));
    this.addConstant('rows.one', INT64, [], new Uint8Array(new BigInt64Array([1n]).buffer));
    this.graph.node.unshift(
      this.node('Shape', [like], 'rows.shape'),
      this.node('Gather', ['rows.shape', 'rows.zero'], 'rows.count'),
      this.node('Range', ['rows.zero', 'rows.count', 'rows.one'], name)
    );
  }

  /** The clock as a number or a list, of another type. */
  convertClock(rank: 0 | 1, type: number): void {
    const input = this.graph.input.find(({ name }) => name === 'timestep')!;
    this.setType(input, type);
    if (rank === 0) {
      this.dims(input).pop();
    }
    this.reread('timestep', 'timestep.each');
    this.graph.node.unshift(
      this.node('Cast', ['timestep'], 'timestep.float', [{ name: 'to', i: BigInt(FLOAT), type: 2 }]),
      this.node('Shape', ['sample'], 'timestep.shape', [{ name: 'end', i: 1n, type: 2 }]),
      this.node('Expand', ['timestep.float', 'timestep.shape'], 'timestep.each')
    );
  }

  convertIds(type: number): void {
    const input = this.graph.input.find(({ name }) => name === 'input_ids')!;
    this.setType(input, type);
    this.reread('input_ids', 'input_ids.long');
    this.graph.node.unshift(
      this.node('Cast', ['input_ids'], 'input_ids.long', [{ name: 'to', i: BigInt(INT64), type: 2 }])
    );
  }

  setConstant(name: string, type: number, dims: readonly number[], bytes: Uint8Array<ArrayBuffer>): void {
    this.removeInput(name);
    this.addConstant(name, type, dims, bytes);
  }

  fixBatch(batch: number | undefined): void {
    for (const input of batch === undefined ? [] : this.graph.input) {
      if (this.dims(input).length > 0) {
        this.dims(input)[0].value = { case: 'dimValue', value: BigInt(batch!) };
      }
    }
  }

  save(folder: string, { half = false, external = false }: ExportStyle): void {
    if (half) {
      this.narrow();
    }
    const beside: Uint8Array[] = [];
    let offset = 0;
    for (const tensor of this.graph.initializer.filter(({ dataLocation }) => dataLocation === 1)) {
      const bytes = bytesOf(Object.fromEntries(tensor.externalData.map(({ key, value }) => [key, value])));
      if (external) {
        const entries = { location: 'model.onnx_data', offset: String(offset), length: String(bytes.length) };
        tensor.externalData.forEach(entry => (entry.value = entries[entry.key as keyof typeof entries]));
        beside.push(bytes);
        offset += bytes.length;
      } else {
        tensor.dataLocation = 0;
        tensor.externalData = [];
        tensor.rawData = bytes;
      }
    }
    if (external) {
      writeFileSync(join(folder, 'model.onnx_data'), Buffer.concat(beside));
    }
    writeFileSync(join(folder, 'model.onnx'), toBinary(ModelProtoSchema, this.model));
  }

  /** Float inputs and outputs as float16; what is between stays as it is. */
  private narrow(): void {
    for (const input of this.graph.input.filter(each => this.typeOf(each) === FLOAT)) {
      this.setType(input, FLOAT16);
      this.reread(input.name, `${input.name}.wide`);
      const to = { name: 'to', i: BigInt(FLOAT), type: 2 };
      this.graph.node.unshift(this.node('Cast', [input.name], `${input.name}.wide`, [to]));
    }
    for (const output of this.graph.output) {
      this.setType(output, FLOAT16);
      const maker = this.graph.node.find(node => node.output.includes(output.name))!;
      maker.output = maker.output.map(name => (name === output.name ? `${name}.wide` : name));
      this.reread(output.name, `${output.name}.wide`);
      const to = { name: 'to', i: BigInt(FLOAT16), type: 2 };
      this.graph.node.push(this.node('Cast', [`${output.name}.wide`], output.name, [to]));
    }
  }

  private reread(from: string, to: string): void {
    this.graph.node.forEach(node => (node.input = node.input.map(name => (name === from ? to : name))));
  }

  private removeInput(name: string): void {
    this.graph.input = this.graph.input.filter(input => input.name !== name);
  }

  private addConstant(
    name: string,
    dataType: number,
    dims: readonly number[],
    rawData: Uint8Array<ArrayBuffer>
  ): void {
    this.graph.initializer.push(
      create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData })
    );
  }

  private node(
    opType: string,
    input: readonly string[],
    output: string,
    attribute: { name: string; i: bigint; type: number }[] = []
  ): OnnxBuf.NodeProto {
    return create(NodeProtoSchema, {
      opType,
      input: [...input],
      output: [output],
      name: `${opType}.${output}`,
      attribute
    });
  }

  private typeOf(value: OnnxBuf.ValueInfoProto): number {
    const { type } = value;
    return type?.value.case === 'tensorType' ? type.value.value.elemType : 0;
  }

  private setType(value: OnnxBuf.ValueInfoProto, elemType: number): void {
    if (value.type?.value.case === 'tensorType') {
      value.type.value.value.elemType = elemType;
    }
  }

  private dims(value: OnnxBuf.ValueInfoProto): OnnxBuf.TensorShapeProto_Dimension[] {
    const { type } = value;
    return type?.value.case === 'tensorType' ? (type.value.value.shape?.dim ?? []) : [];
  }

  private get graph(): OnnxBuf.GraphProto {
    return this.model.graph!;
  }
}

function bytesOf({ location, offset, length }: Record<string, string>): Uint8Array<ArrayBuffer> {
  const from = Number(offset);
  return new Uint8Array(readFileSync(`/${location}`).subarray(from, from + Number(length)));
}
