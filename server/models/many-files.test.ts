/** Plans with thousands of files cost as much by any of their names. */
import { testService, weightsFolder } from '../testing/test-service';

test('a plan of many cells is quick with thousands of LoRAs, whatever the name is written like', async () => {
  const files = Array.from({ length: 2000 }, (_, i) => `Lora/sub${i % 50}/lora_number_${i}.safetensors`);
  const service = await testService({ modelFolders: [weightsFolder(...files)] });
  await service.registry.list();
  const took = async (words: string): Promise<number> => {
    const start = performance.now();
    const text = `%%sweep limit=1000 seed=1..50 cfg_scale=1..10 steps=2\na ${words}`;
    expect((await service.planner.plan({ text })).cells).toBe(500);
    return performance.now() - start;
  };
  await took('boat');
  const plain = await took('boat');
  for (const name of [
    'lora_number_1',
    'Lora_Number_77',
    'sub17/lora_number_67',
    'lora number 5.safetensors'
  ]) {
    expect(await took(`<lora:${name}:1>`)).toBeLessThan(3 * plain + 300);
  }
}, 60_000);
