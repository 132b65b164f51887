// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/interrupt.h"
#include "app/cli/interrupt_stop.h"
#include "app/cli/kernel_bench_module.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "kernels/check/kernel_check.h"
#include "kernels/cuda/neuron_cuda.h"

#include <cstdio>

#include <unistd.h>

namespace spw::cli {
namespace {

void showStep(const std::string& name, double fraction, bool quiet)
{
    if (quiet)
        return;
    if (isatty(STDERR_FILENO))
        std::fprintf(stderr, "\r\033[K%3.0f %%  %s", 100 * fraction, name.c_str());
    std::fflush(stderr);
}

void clearStep(bool quiet)
{
    if (!quiet && isatty(STDERR_FILENO))
        std::fprintf(stderr, "\r\033[K");
}

/// @throws MissingDeviceError
void requireDevice(const std::string& device)
{
    std::string reason;
    if (device != "cpu" && !kernels::cudaUsable(&reason))
        throw MissingDeviceError("CUDA cannot be used here: " + reason, "--device " + device,
                                 "Use --device cpu, or a machine with an NVIDIA GPU and a build with CUDA.");
}

int runKernelsCheck(const Arguments& arguments)
{
    const std::string device = arguments.choice("--device", {"cpu", "cuda"}, "cpu");
    const bool quiet = arguments.has("--quiet"), json = arguments.has("--json");
    requireDevice(device);
    const InterruptStop interrupt;
    const kernels::CheckReport report = kernels::checkNeuronKernels(
        device, interrupt.token(),
        [quiet](const std::string& name, double fraction) { showStep(name, fraction, quiet); }, arguments.has("--quick"));
    clearStep(quiet);
    std::FILE* human = json ? stderr : stdout;
    for (const std::string& failure : report.failures)
        std::fprintf(human, "%s\n", failure.c_str());
    for (const std::string& note : report.notes)
        std::fprintf(human, "Skipped: %s\n", note.c_str());
    if (json)
        printJson({{"device", device}, {"passed", report.passed}, {"failed", report.failed}, {"skipped", report.skipped},
                   {"failures", report.failures}, {"notes", report.notes}, {"cancelled", report.cancelled}});
    else
        std::printf("%s\n", report.summary().c_str());
    if (report.cancelled)
        return kCancelled;
    return report.failed > 0 ? kDefect : kDone;   // a wrong kernel is our defect, never the user's
}

Json benchJson(const ops::BenchResult& r)
{
    return {{"id", r.id}, {"name", r.name}, {"baseline", r.baseline}, {"item", r.item}, {"ns_per_item", jsonNumber(r.nsPerItem)},
            {"baseline_ns_per_item", jsonNumber(r.baselineNsPerItem)}, {"gigabytes_per_second", jsonNumber(r.gigabytesPerSecond)},
            {"copy_share", jsonNumber(r.copyShare)}, {"megabytes", jsonNumber(r.megabytes)},
            {"baseline_megabytes", jsonNumber(r.baselineMegabytes)}, {"ratio_name", r.ratioName}, {"ratio", jsonNumber(r.ratio)},
            {"ratio_low", jsonNumber(r.ratioLow)}, {"ratio_high", jsonNumber(r.ratioHigh)}, {"goal", jsonNumber(r.goal)},
            {"less_is_better", r.lessIsBetter}, {"met", r.met}, {"verified", r.verified}};
}

int runBench(const Arguments& arguments)
{
    const std::string device = arguments.choice("--device", {"cpu", "cuda"}, "cpu");
    requireDevice(device);
    if (device == "cuda")
        throw Error("The benchmark measures the kernels of the CPU only.", "kernels bench --device cuda",
                    "Use 'kernels check --device cuda' to check the CUDA kernels; bench/cuda_check of a build times them.");
    const bool quiet = arguments.has("--quiet");
    const auto bench = reinterpret_cast<BenchKernelsFunction>(libraryFunction("spw_cli_kernels", "spwBenchKernels"));

    const InterruptStop interrupt;
    ops::BenchOptions options;
    options.smoke = arguments.has("--smoke");
    options.threads = int(arguments.integer("--threads", 1, 1024).value_or(1));
    options.only = arguments.value("--only").value_or("");
    options.stop = interrupt.token();
    options.report = [quiet](const std::string& name, double fraction) { showStep(name, fraction, quiet); };
    BenchRun out;
    bench(options, out);
    clearStep(quiet);

    if (arguments.has("--json")) {
        Json conditions = Json::object(), results = Json::array();
        for (const auto& [name, value] : out.conditions)
            conditions[name] = value;
        for (const ops::BenchResult& r : out.results)
            results.push_back(benchJson(r));
        printJson({{"device", device}, {"conditions", conditions}, {"results", results}});
    } else {
        for (const auto& [name, value] : out.conditions)
            std::printf("%s: %s\n", name.c_str(), value.c_str());
        std::vector<std::vector<std::string>> rows{{"goal", "case", "ns/item", "MB", "GB/s", "copy share", "ratio", "goal", ""}};
        for (const ops::BenchResult& r : out.results)
            rows.push_back({r.id, r.name, r.nsPerItem > 0 ? numberText(r.nsPerItem, 3) : "",
                            r.megabytes > 0 ? numberText(r.megabytes, 3) : "",
                            r.gigabytesPerSecond > 0 ? numberText(r.gigabytesPerSecond, 3) : "",
                            r.copyShare > 0 ? numberText(100 * r.copyShare, 3) + " %" : "",
                            numberText(r.ratio, 3) + " " + r.ratioName, r.goal > 0 ? numberText(r.goal, 3) : "",
                            !r.verified ? "WRONG RESULT" : r.goal > 0 ? (r.met ? "met" : "missed") : ""});
        std::printf("\n%s", tableText(rows).c_str());
    }
    for (const ops::BenchResult& r : out.results)
        if (!r.verified)
            return kDefect;
    return InterruptGuard::interrupted() ? kCancelled : kDone;
}

} // namespace

Command kernelsCheckCommand()
{
    return {"kernels check", "Compare every kernel with a slow double-precision reference.", {},
            {{"--device", "DEVICE", "cpu (default) or cuda"},
             {"--quick", "", "small shapes only"},
             {"--json", "", "the counts and failures as JSON"},
             {"--quiet", "", "no progress"}}, runKernelsCheck, false,
            "Exit code 70 if a kernel is wrong."};
}

Command kernelsBenchCommand()
{
    return {"kernels bench", "Measure the kernels against plain LibTorch operations and a memory copy.", {},
            {{"--device", "DEVICE", "cpu"},
             {"--threads", "N", "threads to measure with (1)"},
             {"--only", "TEXT", "only cases whose goal or name holds this"},
             {"--smoke", "", "small shapes and few rounds: shows that everything runs"},
             {"--json", "", "the results as JSON"},
             {"--quiet", "", "no progress"}}, runBench, true};
}

} // namespace spw::cli
