// The peer of `benchmarks/run decode`: a line of JSON in, a line of JSON out.
// node peer.mjs MODEL_FILE CONTEXT_TOKENS THREADS
import {createInterface} from "node:readline";
import {getLlama, getModuleVersion} from "node-llama-cpp";

const [modelPath, contextSize, threads] = process.argv.slice(2);

const llama = await getLlama({gpu: false, build: "never", maxThreads: Number(threads), logLevel: "error", progressLogs: false});
const model = await llama.loadModel({modelPath});
const context = await model.createContext({contextSize: Number(contextSize), threads: Number(threads), flashAttention: "auto"});
const sequence = context.getSequence();

say({
    engine: `node-llama-cpp ${await getModuleVersion()}, llama.cpp ${llama.llamaCppRelease.release}`,
    contextTokens: context.contextSize,
    threads: context.currentThreads
});
for await (const line of createInterface({input: process.stdin})) {
    say(await answer(JSON.parse(line)).catch(error => ({error: String(error)})));
}
process.exit(0);

function say(value) {
    process.stdout.write(JSON.stringify(value) + "\n");
}

function cpuMillis() {
    const {user, system} = process.cpuUsage();
    return (user + system) / 1000;
}

async function answer({instructions, question, outputTokens: limit}) {
    const cpu = cpuMillis();
    const began = performance.now();
    const prompt = model.tokenize(
        `<|im_start|>system\n${instructions}<|im_end|>\n<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`, true);
    await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
    const computed = prompt.slice(sequence.nextTokenIndex);
    let first, firstCpu, last, lastCpu;
    let count = 0;
    let text = "";
    for await (const token of sequence.evaluate(computed, {temperature: 0})) {
        text += model.detokenize([token]);
        last = performance.now();
        lastCpu = cpuMillis();
        first ??= last;
        firstCpu ??= lastCpu;
        if (++count === limit)
            break;
    }
    return {
        promptTokens: prompt.length,
        computedTokens: computed.length,
        outputTokens: count,
        prefillMillis: first - began,
        decodeMillis: last - first,
        prefillCpuMillis: firstCpu - cpu,
        decodeCpuMillis: lastCpu - firstCpu,
        text
    };
}
