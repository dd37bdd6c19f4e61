/** Why a file that is no safetensors file can't be read or used: one of torch's (`.ckpt`, `.pt`, `.pth`, `.bin`), or something else. */
import type { Reason } from './model-reasons';

export const FOREIGN_REASONS: Readonly<Record<string, Reason>> = {
  is_lfs_pointer: {
    en: () => 'it is a Git LFS pointer, a note of where the file is; `git lfs pull` brings the file itself',
    zh_CN: () => '它只是 Git LFS 指针，记录文件在哪里；用 git lfs pull 取回文件本身'
  },
  is_web_page: {
    en: () => 'it is a web page, such as a site sends in place of a file',
    zh_CN: () => '它是网页，网站可能用它代替了文件'
  },
  is_json: {
    en: () => 'it is JSON, such as a site answers in place of a file',
    zh_CN: () => '它是 JSON，网站可能用它代替了文件'
  },
  is_gguf: { en: () => 'it is a GGUF file, which is not read', zh_CN: () => '它是 GGUF 文件，不支持' },
  is_archive: { en: () => 'it is an archive: unpack it first', zh_CN: () => '它是压缩包，请先解压' },
  is_picture: { en: () => 'it is a picture', zh_CN: () => '它是图片' },
  is_hdf5: { en: () => 'it is an HDF5 file, which is not read', zh_CN: () => '它是 HDF5 文件，不支持' }
};

export const TORCH_REASONS: Readonly<Record<string, Reason>> = {
  torch_global: {
    en: f => `it asks for ${f.value}, which no weights need`,
    zh_CN: f => `它要用 ${f.value}，而权重用不着它`
  },
  torch_module: {
    en: f => `it was saved as a whole program (${f.value}), not as weights alone`,
    zh_CN: f => `保存的是整个程序（${f.value}），而不只是权重`
  },
  torch_opcode: {
    en: f => `its pickle has the instruction ${f.value}, which is not read`,
    zh_CN: f => `它的 pickle 里有指令 ${f.value}，不会读取`
  },
  torch_pickle: {
    en: f => `its pickle is malformed at byte ${f.value}`,
    zh_CN: f => `它的 pickle 在第 ${f.value} 字节处格式不对`
  },
  torch_archive: {
    en: f => `its zip archive is malformed at ${f.value}`,
    zh_CN: f => `它的 zip 在 ${f.value} 处格式不对`
  },
  torch_checksum: {
    en: f => `the checksum of ${f.value} in its zip archive is wrong`,
    zh_CN: f => `它的 zip 中 ${f.value} 的校验和不对`
  },
  torch_directory: {
    en: () => 'the directory of its zip archive is malformed',
    zh_CN: () => '它的 zip 目录格式不对'
  },
  torch_duplicate: {
    en: f => `it has ${f.value} twice`,
    zh_CN: f => `它里面有两个 ${f.value}`
  },
  torch_no_list: {
    en: () => 'it is a zip archive without data.pkl, which describes the tensors of a torch file',
    zh_CN: () => '它是 zip，但没有 data.pkl（torch 文件里描述张量的部分）'
  },
  torch_missing_storage: {
    en: f => `the numbers of ${f.value} are missing`,
    zh_CN: f => `缺少 ${f.value} 的数据`
  },
  torch_storage_size: {
    en: f => `${f.value} has ${f.found} bytes instead of ${f.expected}`,
    zh_CN: f => `${f.value} 有 ${f.found} 字节，应为 ${f.expected}`
  },
  torch_bounds: {
    en: f => `tensor ${f.tensor} reaches beyond its numbers`,
    zh_CN: f => `张量 ${f.tensor} 超出了它的数据`
  },
  torch_tensor: {
    en: f => `the description of tensor ${f.tensor} is malformed`,
    zh_CN: f => `张量 ${f.tensor} 的描述格式不对`
  },
  torch_bare: {
    en: () => 'it is a pickle, but not one of torch',
    zh_CN: () => '它是 pickle，但不是 torch 的文件'
  },
  torch_compressed: {
    en: f => `${f.value} in it is compressed; torch stores what it saves as it is`,
    zh_CN: f => `其中 ${f.value} 是压缩的；torch 保存时不压缩`
  },
  torch_encrypted: { en: f => `${f.value} in it is encrypted`, zh_CN: f => `其中 ${f.value} 是加密的` },
  torch_byteorder: {
    en: f => `its numbers are in the byte order ${f.value}; little is read`,
    zh_CN: f => `它的数据按 ${f.value} 字节序存放，只支持 little`
  },
  torch_dtype: {
    en: f => `it holds numbers of the type ${f.value}, which is not read`,
    zh_CN: f => `它的数据类型是 ${f.value}，不支持`
  },
  torch_too_big: {
    en: f => `${f.value} is larger than what is read`,
    zh_CN: f => `${f.value} 太大，不会读取`
  },
  torch_long_pickle: {
    en: () => 'its pickle is longer than what is read',
    zh_CN: () => '它的 pickle 太长，不会读取'
  },
  torch_long_number: {
    en: f => `its pickle has a whole number of ${f.value} bytes, which is longer than what is read`,
    zh_CN: f => `它的 pickle 里有一个 ${f.value} 字节的整数，太长，不会读取`
  },
  torch_long_line: {
    en: f => `its pickle has a line at byte ${f.value} that is longer than what is read`,
    zh_CN: f => `它的 pickle 在第 ${f.value} 字节处的一行太长，不会读取`
  },
  torch_long_name: {
    en: f => `it has more and longer names (${f.value}…) than are read`,
    zh_CN: f => `它的名字太多太长（${f.value}…），不会读取`
  },
  torch_long_directory: {
    en: () => 'the directory of its zip archive is longer than what is read',
    zh_CN: () => '它的 zip 目录太长，不会读取'
  },
  torch_too_deep: {
    en: () => 'its tensors lie in more containers within each other than is looked through',
    zh_CN: () => '它的张量嵌套得太深'
  },
  torch_tar: {
    en: () => 'it is in the tar format of torch 0.1, which is not read',
    zh_CN: () => '它是 torch 0.1 的 tar 格式，不支持'
  },
  torch_script: {
    en: () => 'it is a TorchScript program, not mere weights',
    zh_CN: () => '它是 TorchScript 程序，而不只是权重'
  },
  torch_optimizer: {
    en: () => 'it holds the state of an optimizer, from a training, and no weights',
    zh_CN: () => '它是训练时优化器的状态，不是权重'
  },
  torch_hypernetwork: {
    en: () => 'it is a hypernetwork, which is not supported',
    zh_CN: () => '它是 hypernetwork，目前不支持'
  },
  torch_nameless: {
    en: () => 'its tensors have no names, so nothing says what they are',
    zh_CN: () => '它的张量没有名字，无从得知各是什么'
  },
  torch_no_tensors: { en: () => 'it holds no tensors', zh_CN: () => '里面没有张量' }
};
