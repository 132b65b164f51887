// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/checkpoint.h"
#include "core/engine/job.h"
#include "core/engine/network_access.h"
#include "core/engine/runtime_setup.h"
#include "kernels/torch/aten.h"

#include <c10/util/Exception.h>
#include <torch/version.h>

#include <algorithm>
#include <exception>
#include <new>
#include <thread>

namespace spw::engine {

namespace {

/// Whatever was thrown, as an error for people.
Error asError(std::exception_ptr thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const Error& e) {
        return e;
    } catch (const std::bad_alloc&) {
        return Error("There was not enough memory.", "the run", "Use a smaller batch or fewer time steps.");
    } catch (const c10::Error& e) {
        const std::string text = e.what_without_backtrace();
        if (text.find("alloc") != std::string::npos || text.find("out of memory") != std::string::npos)
            return Error("There was not enough memory: " + text, "the run", "Use a smaller batch or fewer time steps.");
        return Error(text, "LibTorch", "Check the shapes and parameters of the graph; if they are right, report this.");
    } catch (const std::exception& e) {
        return Error(e.what(), "the run", "Check the parameters of the graph; if they are right, report this.");
    }
}

class WorkerRun final : public Run {
public:
    explicit WorkerRun(RunRequest request)
        : m_request(std::move(request)), m_control(m_request.startPaused), m_thread([this] { work(); })
    {
        m_control.setSpeed(m_request.stepsPerSecond);
    }

    ~WorkerRun() override { m_control.stop(); }   // and the thread is joined

    RunState state() const override { return m_control.state(); }
    std::shared_ptr<const Snapshot> snapshot() const override { return m_slot.latest(); }
    void pause() override { m_control.pause(); }
    void resume() override { m_control.resume(); }
    void step(StepUnit unit) override { m_control.step(unit); }
    void stop() override { m_control.stop(); }

    void setParam(NodeId node, const std::string& name, const ParamValue& value) override
    {
        const Graph& graph = m_request.document.graph;
        const NodeSpec* spec = graph.spec(node);
        const std::string title = graph.node(node).title;
        const ParamSpec* param = spec ? spec->param(name) : nullptr;
        if (!param)
            throw Error("There is no parameter '" + name + "'.", title, "Choose one that the node has.");
        if (param->applies != Applies::Live)
            throw Error("'" + param->caption + "' cannot change while the network runs.", title,
                        "Stop the run, change it, and start again.");
        const ParamValue value2 = normalised(*param, value);
        if (const std::string why = whyIllegal(*param, value2); !why.empty())
            throw Error("'" + param->caption + "' " + why, title, "Choose another value.");
        checkTogether(node, *spec, name, value2);
        m_control.post([this, node, name, value2] {
            if (!m_job)
                return;
            if (m_job->onParam)
                m_job->onParam(node, name, value2);
            else
                setNetworkParam(*m_job, node, name, value2);
            if (m_control.shownState() == RunState::Paused && m_job->synapses) {   // nothing else would show it
                m_job->synapses->touch();
                m_job->publish(true);
            }
        });
    }

    void setMonitor(Split split, std::int64_t index) override
    {
        m_control.post([this, split, index] {
            if (m_job)
                m_job->setMonitor(split, index);
        });
    }

    void checkpointNow() override
    {
        m_control.post([this] {
            if (m_job && m_job->onCheckpoint)
                m_job->onCheckpoint();
        });
    }

    void setSpeed(double stepsPerSecond) override { m_control.setSpeed(stepsPerSecond); }

    void watchWeights(std::vector<NodeId> synapses) override
    {
        m_control.post([this, synapses = std::move(synapses)] {
            if (m_job) {
                m_job->synapses->watch(synapses);
                m_job->publish(true);
            }
        });
    }

    RunResult wait() override
    {
        std::call_once(m_joined, [this] { m_thread.join(); });
        if (m_error)
            std::rethrow_exception(m_error);
        return m_result;
    }

private:
    /// What no range of one parameter says, with all that was changed before.  @throws Error.
    void checkTogether(NodeId node, const NodeSpec& spec, const std::string& name, const ParamValue& value)
    {
        const ParamValues& own = m_request.document.graph.node(node).values;
        ParamValues values = spec.initialValues();
        for (const auto& [param, given] : own.all())
            values.set(param, given);
        std::map<std::string, ParamValue>& changed = m_changed[node];
        for (const auto& [param, given] : changed)
            values.set(param, given);
        values.set(name, value);
        NodeReport report;
        if (spec.check)
            spec.check(values, report);
        for (const Diagnostic& problem : report.list())
            if (problem.severity == Severity::Error)
                throw Error(problem.what, m_request.document.graph.node(node).title, problem.fix);
        changed[name] = value;
    }

    void work()
    {
        const auto start = std::chrono::steady_clock::now();
        try {
            setThreads(m_request.document.run.threads);
            setUpWorker(m_request.background);
            Job job(m_request, m_control, m_slot);
            m_job = &job;
            switch (m_request.mode) {
            case RunMode::Train: m_result = runTraining(job); break;
            case RunMode::Evaluate: m_result = runEvaluation(job); break;
            case RunMode::Simulate: m_result = runSimulation(job); break;
            case RunMode::Live: m_result = runLive(job); break;
            }
            m_result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            m_result.peakRssBytes = peakRssBytes();
            m_result.device = deviceText(job.network->device());
            m_result.runDir = job.folder.path();
            job.folder.finish(m_result);
            job.synapses->touch();   // what is shown last is what was kept
            job.synapses->refresh(m_slot.draft, job.step, true);
            finish(m_result.state, m_result.state == RunState::Finished ? "Finished" : "Stopped");
            m_job = nullptr;
        } catch (...) {
            m_job = nullptr;
            fail(asError(std::current_exception()), std::current_exception());
        }
    }

    void finish(RunState state, const std::string& message)
    {
        m_slot.draft.message = message;
        m_slot.draft.state = state;
        m_slot.draft.elapsedSeconds = m_result.seconds;
        m_slot.draft.etaSeconds = 0;
        m_slot.publish();
        m_control.setState(state);
    }

    void fail(const Error& error, std::exception_ptr thrown)
    {
        m_slot.draft.message = error.happened();
        m_slot.draft.errorWhere = error.where();
        m_slot.draft.errorFix = error.fix();
        m_slot.draft.state = RunState::Failed;
        m_slot.publish();
        bool missingDevice = false;
        try {
            std::rethrow_exception(thrown);
        } catch (const MissingDeviceError&) {
            missingDevice = true;
        } catch (...) {
        }
        m_error = missingDevice ? thrown : std::make_exception_ptr(error);
        RunFolder::logFailure(m_slot.draft.runDir, error);
        m_control.setState(RunState::Failed);
    }

    RunRequest m_request;
    std::map<NodeId, std::map<std::string, ParamValue>> m_changed;   // while running; caller's thread only
    RunControl m_control;
    SnapshotSlot m_slot;
    Job* m_job = nullptr;   // worker's thread only
    RunResult m_result;
    std::exception_ptr m_error;
    std::once_flag m_joined;
    std::jthread m_thread;   // last: it uses all of the above
};

class TorchEngine final : public Engine {
public:
    TorchEngine() { setUpProcess(); }

    EngineInfo info() const override
    {
        EngineInfo info;
        info.torchVersion = TORCH_VERSION;
        info.blas = blasName();
        info.blasIsReference = blasIsReference();
        info.devices.push_back("cpu");
        info.deviceNames.push_back("CPU");
        const int gpus = at::hasCUDA() ? int(at::getNumGPUs()) : 0;
        for (int i = 0; i < gpus; ++i) {
            info.devices.push_back("cuda:" + std::to_string(i));
            info.deviceNames.push_back("CUDA device " + std::to_string(i));
        }
        info.threads = allowedCores();
        return info;
    }

    std::unique_ptr<Run> start(RunRequest request) override
    {
        requireOk(makePlan(request.document.graph));
        deviceOf(request.document.run.device);
        return std::make_unique<WorkerRun>(std::move(request));
    }

    std::unique_ptr<NetworkRunner> open(const NetworkRequest& request) override { return openNetwork(request); }

    std::vector<std::filesystem::path> checkpoints(const std::filesystem::path& runsFolder,
                                                   const Graph& graph) const override
    {
        return fittingCheckpoints(runsFolder, graphHash(makePlan(graph)));
    }
};

} // namespace

} // namespace spw::engine

namespace spw {

extern "C" Engine* spwCreateEngine(int api, const char** reason)
{
    if (api != kEngineApi) {
        if (reason)
            *reason = "The engine library was built for another version of Spikewright: reinstall both together.";
        return nullptr;
    }
    try {
        return new engine::TorchEngine();
    } catch (...) {
        if (reason)
            *reason = "The engine could not start: LibTorch refused to initialise.";
        return nullptr;
    }
}

} // namespace spw
