// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/trainer.h"

#include "core/base/error.h"
#include "core/base/system_memory.h"
#include "core/catalog/catalog.h"
#include "core/engine/calibration.h"
#include "core/engine/evaluation.h"
#include "core/engine/learners/local_pass.h"
#include "core/engine/runtime_setup.h"
#include "core/engine/schedule.h"
#include "core/engine/seeds.h"
#include "core/plan/memory_need.h"
#include "kernels/torch/aten.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace spw::engine {

namespace {

constexpr std::int64_t kActivityEvery = 4;     // batches: counting spikes reads as much memory as a layer does
constexpr std::int64_t kFiniteEvery = 32;      // batches between looks at the weights
constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

constexpr std::uint64_t kMixing = 0x6d69786564;   // keeps the draws of mixed samples apart from those of the network
constexpr std::int64_t kTestBatch = 16;        // local learners often see one sample at a time, tests need not

bool isByGradient(const Goal& goal) { return goal.learner && goal.learner->spec->inputIndex("loss") >= 0; }

/// The learner; of local learners alone their schedule, and what it does not say as BPTT begins with.
PlannedNode settingsOf(const Goal& goal)
{
    if (isByGradient(goal))
        return *goal.learner;
    PlannedNode settings;
    const NodeSpec& schedule = *builtinCatalog().find("learner.schedule");
    settings.spec = &schedule;
    settings.name = goal.ties.at(0).learner->name;
    settings.values = builtinCatalog().find("learner.bptt")->initialValues();
    settings.values.set("learning_rate", goal.ties.at(0).learner->values.at("learning_rate"));
    const ParamValues initial = schedule.initialValues();
    for (const auto& [name, value] : initial.all())
        settings.values.set(name, value);
    if (goal.learner) {
        settings.id = goal.learner->id;
        settings.name = goal.learner->name;
        for (const auto& [name, value] : goal.learner->values.all())
            settings.values.set(name, value);
    }
    return settings;
}

std::vector<Network::Entry> optimized(const Job& job)
{
    std::vector<Network::Entry> list = job.network->trainable();
    for (Network::Entry& entry : job.learners->forOptimizer())
        list.push_back(std::move(entry));
    return list;
}

std::string dataName(const Plan& plan)
{
    for (const PlannedNode& node : plan.nodes)
        if (node.spec && node.spec->category == Category::Dataset)
            return node.name;
    return "the data";
}

bool allFinite(const at::Tensor& tensor) { return std::isfinite(tensor.detach().sum().item<double>()); }

} // namespace

Trainer::Trainer(Job& job)
    : m_job(job), m_learner((job.goal.requireLearner(), settingsOf(job.goal))), m_byGradient(isByGradient(job.goal)),
      m_hasLoss(job.goal.lossPort.node != 0), m_hasAnswer(job.goal.readoutPort.node != 0),
      m_optimizer(m_byGradient ? optimized(job) : std::vector<Network::Entry>(), m_learner.values),
      m_precision(precisionOf(m_learner.values.text("precision"), job.network->device(), m_learner.name)),
      m_scales(m_precision == Precision::Float16)
{
    const ParamValues& values = m_learner.values;
    m_state.seed = job.seed;
    m_state.baseRate = values.real("learning_rate");
    m_epochs = job.request.epochs.value_or(values.integer("epochs"));
    m_batchSize = values.integer("batch_size");
    if (m_epochs < 1)
        throw Error("There are no epochs to train.", m_learner.name, "Give at least one epoch.");
    const std::int64_t samples = job.source->size(Split::Train);
    if (samples == 0)
        throw Error("The training set is empty.", dataName(job.plan), "Choose a dataset with training samples.");
    m_batches = (samples + m_batchSize - 1) / m_batchSize;
    if (m_byGradient && values.has("truncate_steps") && job.network->device().is_cpu()) {   // a GPU tells by itself
        const bool wholeSequences = values.text("method") == "bptt" && values.integer("truncate_steps") == 0;
        requireMemory(leastMemory(job.plan, 1, wholeSequences ? std::min(m_batchSize, samples) : 0), systemMemory().available);
    }
    m_graphHash = graphHash(job.plan);
    if (m_byGradient)
        m_method = makeTrainingMethod(*job.network, job.plan, job.goal, m_learner, job.seed);
    if (job.request.resume) {
        job.say("Reading the checkpoint");
        m_state = readCheckpoint(*job.request.resume, m_graphHash, *job.network, m_optimizer, *job.learners);
        job.synapses->touch();
        if (m_method)
            m_method->restore(m_state.method);
        m_state.method.clear();
        for (const auto& [where, value] : m_state.liveParams)
            setNetworkParam(job, where.first, where.second, value);
        if (m_state.seed != job.seed)
            throw Error("The checkpoint was trained with seed " + std::to_string(m_state.seed) + ", this project has "
                            + std::to_string(job.seed) + ".",
                        job.request.resume->string(), "Set the project's seed back, or start anew with --weights.");
    }
    if (m_optimizer.parameters().empty() && job.goal.ties.empty())
        throw Error("There is nothing to train: no node has weights that learn.", m_learner.name,
                    "Add a layer with weights, or set 'Train by' of a frozen one to Gradient.");
    m_scaler.setFactor(m_state.lossScale);
    m_keep = job.learners->ports();
    if (m_hasLoss)
        m_keep.insert(job.goal.lossPort);
    if (m_hasAnswer)
        m_keep.insert(job.goal.readoutPort);
    if (m_byGradient && values.has("mixup") && (values.real("mixup") > 0 || values.real("cutmix") > 0)) {
        m_mixer = std::make_unique<SampleMixer>(job.plan, job.goal, job.network->feeds(), values.real("mixup"), values.real("cutmix"));
        m_keep.insert(m_mixer->keep().begin(), m_mixer->keep().end());
    }
    m_samples = samples;
}

RunResult Trainer::run()
{
    Snapshot& draft = m_job.slot.draft;
    draft.epochs = m_epochs;
    draft.batches = m_batches;
    draft.epochsDone = std::make_shared<const std::vector<EpochMetrics>>(m_state.metrics);
    m_job.folder.startMetrics(m_state.metrics);
    m_startProgress = progress();
    m_startSeconds = m_job.activeSeconds();
    m_job.say("Reading samples");
    m_job.control.begin([this] { m_job.publish(true); });

    if (m_byGradient && m_learner.values.real("calibration_rate") > 0 && !m_job.request.resume)
        calibrateWeights();
    while (m_state.epoch < m_epochs && !m_job.control.stopping()) {
        if (stopsEarly(m_learner.values, m_state.metrics)) {   // before the epoch: a resumed run stops here, too
            m_job.say("Stopped early: no improvement in " + std::to_string(m_learner.values.integer("patience"))
                      + " epochs");
            m_epochs = m_state.epoch;
            publishProgress(true);
            break;
        }
        if (!trainEpoch() || !finishEpoch())
            break;
        m_job.control.gate(StepUnit::Epoch, StepUnit::Epoch, [this] { publishProgress(true); });
    }
    if (m_job.control.stopping() && m_state.epoch < m_epochs)
        saveCheckpoint("latest");
    return result();
}

bool Trainer::trainEpoch()
{
    const std::int64_t epoch = m_state.epoch + 1;
    Job& job = m_job;
    std::vector<std::int64_t> order;
    if (m_learner.values.flag("shuffle")) {
        order = shuffledOrder(m_samples, job.seed, epoch);
    } else {
        order.resize(std::size_t(m_samples));
        std::iota(order.begin(), order.end(), std::int64_t(0));
    }
    BatchStream stream(*job.source, job.plan, job.network->feeds(), Split::Train, std::move(order), m_batchSize,
                       m_state.batch, epoch);
    const double start = job.activeSeconds() - m_state.epochSeconds;
    while (std::optional<Batch> batch = stream.next()) {
        trainBatch(*batch, epoch);
        m_state.epochSeconds = job.activeSeconds() - start;
        if (job.request.monitorSeconds > 0
            && (m_lastLook < 0 || job.elapsed() - m_lastLook >= job.request.monitorSeconds)) {
            job.look();
            m_lastLook = job.elapsed();
        }
        publishProgress();
        if (job.control.stopping())
            return m_state.batch == m_batches;
        const double paused = job.control.pausedSeconds();
        job.control.gate(StepUnit::Tick, StepUnit::Batch, [this] {
            if (m_job.control.shownState() == RunState::Paused && m_job.request.monitorSeconds > 0)
                m_job.look();   // a paused run shows the network as it is now
            publishProgress(true);
        });
        if (job.control.pausedSeconds() != paused)
            m_lastLook = -1;
        if (job.control.stopping())
            return m_state.batch == m_batches;
    }
    return true;
}

void Trainer::backward(const at::Tensor& loss)
{
    m_scales ? (loss * m_scaler.factor()).backward() : loss.backward();
}

std::pair<double, at::Tensor> Trainer::learn(PortValues feeds, std::int64_t epoch, std::int64_t batch)
{
    Network& network = *m_job.network;
    const std::uint64_t seed = mixSeeds(mixSeeds(m_job.seed ^ kMixing, std::uint64_t(epoch)), std::uint64_t(batch));
    const double own = m_mixer ? m_mixer->mix(feeds, seed) : 1;
    const int segments = int(m_learner.values.integer("recompute_segments"));
    PortValues values;
    {
        const PrecisionScope scope(m_precision, network.device());
        values = segments > 1 ? network.forwardRecomputed(feeds, m_keep, segments) : network.forward(feeds, m_keep);
    }
    at::Tensor loss = values.at(m_job.goal.lossPort);
    if (own < 1)
        loss = loss * own + m_mixer->otherLoss(network, feeds, values) * (1 - own);
    const double value = loss.item<double>();
    if (std::isfinite(value))
        backward(loss);
    m_job.learners->observe(feeds, values);
    return {value, values.at(m_job.goal.readoutPort)};
}

/// Truncated backpropagation: readouts go on over all steps, their history is cut at the end of each piece.
std::pair<double, at::Tensor> Trainer::learnInPieces(const PortValues& feeds, std::int64_t pieceSteps)
{
    Network& network = *m_job.network;
    const PortValues all = network.encode(feeds);
    const std::int64_t steps = network.stepsOf(all);
    double sum = 0;
    at::Tensor readout;
    for (std::int64_t from = 0; from < steps; from += pieceSteps) {
        const std::int64_t count = std::min(pieceSteps, steps - from);
        const PortValues part = network.window(all, from, count);
        PortValues values;
        {
            const PrecisionScope scope(m_precision, network.device());
            values = network.forward(part, m_keep);
        }
        const at::Tensor loss = values.at(m_job.goal.lossPort) * (double(count) / double(steps));
        sum += loss.item<double>();
        if (!std::isfinite(sum))
            break;
        backward(loss);
        m_job.learners->observe(part, values);
        network.detach();
        readout = values.at(m_job.goal.readoutPort).detach();
    }
    return {sum, readout};
}

std::pair<double, at::Tensor> Trainer::learnLocally(const PortValues& feeds)
{
    const PortValues values = passLocally(*m_job.network, *m_job.learners, m_job.plan, feeds, m_keep, m_job.goal.readoutPort);
    return {m_hasLoss ? values.at(m_job.goal.lossPort).item<double>() : 0.0,
            m_hasAnswer ? values.at(m_job.goal.readoutPort) : at::Tensor()};
}

void Trainer::calibrateWeights()
{
    Job& job = m_job;
    job.say("Calibrating the weights");
    std::vector<std::int64_t> order = shuffledOrder(m_samples, job.seed, 0);
    order.resize(std::size_t(std::min(m_samples, m_batchSize)));
    BatchStream stream(*job.source, job.plan, job.network->feeds(), Split::Train, std::move(order), m_batchSize);
    std::optional<Batch> batch = stream.next();
    if (!batch)
        return;
    for (auto& [end, value] : batch->values)
        value = value.to(job.network->device());
    job.network->reseed(mixSeeds(job.seed, 0));
    const CalibrationOptions options{.rate = m_learner.values.real("calibration_rate")};
    for (const CalibratedLayer& layer :
         calibrate(*job.network, job.plan, batch->values, options, [&job] { return !job.control.stopping(); }))
        job.folder.log("Calibrated " + layer.neuron + ": rate " + std::to_string(layer.rateBefore) + " to "
                       + std::to_string(layer.rateAfter) + ", weights of " + layer.scaled + " times "
                       + std::to_string(layer.factor));
}

/// One step of the optimizer by the gradients at hand. @param samples  that made them.  @param endsBatch  the last of a batch.
void Trainer::applyGradients(std::int64_t samples, bool writeNorms, bool endsBatch)
{
    Job& job = m_job;
    const bool usable = !m_scales || m_scaler.unscale(m_optimizer.parameters());
    m_state.lossScale = m_scaler.factor();
    if (usable && writeNorms && job.folder.enabled())   // vanishing or growing along the layers?
        for (const Network::Entry& parameter : m_optimizer.parameters())
            if (parameter.tensor.grad().defined())
                job.folder.scalar("gradients/" + parameter.name, gradientNorm({parameter}), m_state.epoch + 1);
    const double maxNorm = m_learner.values.real("clip_norm"), maxValue = m_learner.values.real("clip_value");
    if (usable && (maxNorm > 0 || maxValue > 0))
        clipGradients(m_optimizer.parameters(), maxNorm, maxValue);
    if (endsBatch)
        job.learners->endBatch(samples);   // after clipping: their changes are no gradients
    else
        job.learners->giveGradients(samples);
    if (usable)
        m_optimizer.step(currentRate());
    else
        m_optimizer.dropGradients();
}

std::pair<double, at::Tensor> Trainer::learnByMethod(const Batch& batch, std::int64_t epoch)
{
    const PrecisionScope scope(m_precision, m_job.network->device());
    const std::int64_t samples = std::int64_t(batch.labels.size());
    LocalLearners& learners = *m_job.learners;
    const OnlineHooks hooks{.backward = [this](const at::Tensor& loss) { backward(loss); },
                            .update = [this, samples, &learners] {
                                applyGradients(samples, false, false);
                                learners.afterOptimizer();
                            },
                            .ports = learners.ports(),
                            .seen = [&](const PortValues& values, std::int64_t step) { learners.observeStep(batch.values, values, step); }};
    return m_method->learn(batch.values, epoch - 1, batch.index, hooks);
}

void Trainer::trainBatch(Batch& batch, std::int64_t epoch)
{
    Job& job = m_job;
    job.epoch = epoch;
    job.batch = batch.index + 1;
    for (auto& [end, value] : batch.values)
        value = value.to(job.network->device());
    const bool countSpikes = batch.index % kActivityEvery == 0;
    job.learners->measure(job.request.monitorSeconds > 0 && job.slot.isDue());   // pairs of spikes, where somebody looks

    job.network->setTraining(true);
    job.network->countSpikes(countSpikes);
    job.network->reset();
    job.network->reseed(mixSeeds(mixSeeds(job.seed, std::uint64_t(epoch)), std::uint64_t(batch.index)));
    double loss = 0;
    {
        const std::int64_t piece = m_learner.values.integer("truncate_steps");
        const auto [value, readout] = !m_byGradient ? learnLocally(batch.values)
                                      : m_method    ? learnByMethod(batch, epoch)
                                      : piece > 0   ? learnInPieces(batch.values, piece)
                                                    : learn(batch.values, epoch, batch.index);
        loss = value;
        if (!std::isfinite(loss))
            failNotFinite(batch, epoch);
        const std::vector<std::int64_t> predicted = readout.defined() ? predictions(readout) : std::vector<std::int64_t>();
        for (std::size_t i = 0; i < predicted.size(); ++i)
            m_state.correct += predicted[i] == batch.labels[i];
        if (countSpikes && !(m_method && m_method->stepwise()))
            m_activity.add(job.network->spikeCounts());
    }
    if (!m_method || !m_method->updates())
        applyGradients(std::int64_t(batch.labels.size()), batch.index + 1 == m_batches, true);
    else
        job.learners->endBatch(std::int64_t(batch.labels.size()));   // their changes of the whole batch
    job.learners->afterOptimizer();
    job.network->reset();
    job.learners->reset();
    job.step += job.network->stepsOf(batch.values);
    if (batch.index % kFiniteEvery == 0 || batch.index + 1 == m_batches)
        for (const Network::Entry& parameter : job.network->parameters())
            if (!allFinite(parameter.tensor))
                failNotFinite(batch, epoch);

    const std::int64_t count = std::int64_t(batch.labels.size());
    m_state.lossSum += loss * double(count);
    m_state.seen += count;
    m_state.batch = batch.index + 1;
    if (m_hasLoss)
        m_batchLoss.push_back(float(loss));
}

void Trainer::failNotFinite(const Batch& batch, std::int64_t epoch)
{
    const at::NoGradGuard noGrad;
    Network& network = *m_job.network;
    std::string where;
    for (const Network::Entry& parameter : network.parameters())   // weights first: they make all that follows NaN
        if (where.empty() && !allFinite(parameter.tensor))
            where = parameter.name;
    if (where.empty()) {
        std::set<EdgeEnd> all = network.feeds();
        for (const PlannedNode& node : m_job.plan.nodes)
            if (network.find(node.id))
                all.insert(outputOf(node));
        network.reset();
        const PortValues values = network.forward(batch.values, all);
        for (const PlannedNode& node : m_job.plan.nodes)
            for (const PortSpec& port : node.spec->outputs)
                if (const auto found = values.find({node.id, port.name});
                    where.empty() && found != values.end() && found->second.is_floating_point()
                    && !allFinite(found->second))
                    where = node.name;
    }
    network.reset();
    throw Error("Training broke down in epoch " + std::to_string(epoch) + ", batch "
                    + std::to_string(batch.index + 1) + ": numbers became infinite or NaN.",
                !where.empty() ? where : m_job.goal.loss ? m_job.goal.loss->name : m_learner.name,
                "Lower the learning rate (now " + std::to_string(currentRate())
                    + "), check the parameters of this layer, and resume from an earlier checkpoint.");
}

bool Trainer::test(EpochMetrics& row, bool mayBeLast)
{
    Job& job = m_job;
    if (!labelNeurons())
        return false;
    EvaluationOptions options;
    options.batchSize = m_byGradient ? m_batchSize : std::max(m_batchSize, kTestBatch);
    options.layers = mayBeLast;
    options.stepwise = m_method && m_method->stepwise();
    options.afterBatch = [&job](std::int64_t done, std::int64_t all) {
        if (job.slot.isDue()) {
            job.slot.draft.message = "Testing";
            job.publish(true);
        }
        return done == all || !job.control.stopping();
    };
    Evaluation test = evaluate(*job.network, *job.source, job.plan, job.goal, options);
    if (test.samples < job.source->size(Split::Test))
        return false;   // cut short it says nothing; who resumes begins with this test
    row.testLoss = m_hasLoss ? test.loss : kNotMeasured;
    row.testAccuracy = test.accuracy;
    if (mayBeLast)
        m_evaluation = std::move(test);
    return true;
}

bool Trainer::labelNeurons()
{
    Job& job = m_job;
    std::vector<NodeModule*> labels;
    for (const PlannedNode& node : job.plan.nodes)
        if (node.spec->id == "readout.neuron_labels")
            labels.push_back(job.network->find(node.id));
    const bool wanted = !job.goal.learner || !job.goal.learner->values.has("label_passes") || job.goal.learner->values.flag("label_passes");
    if (labels.empty() || job.goal.ties.empty() || !wanted)
        return true;
    const at::NoGradGuard noGrad;
    job.network->setTraining(false);
    for (NodeModule* module : labels) {
        for (const NamedTensor& buffer : module->buffers())
            buffer.tensor.zero_();
        module->setTraining(true);
    }
    std::vector<std::int64_t> order(std::size_t(m_samples), 0);
    std::iota(order.begin(), order.end(), std::int64_t(0));
    BatchStream stream(*job.source, job.plan, job.network->feeds(), Split::Train, std::move(order), std::max(m_batchSize, kTestBatch));
    bool whole = true;
    while (std::optional<Batch> batch = stream.next()) {
        for (auto& [end, value] : batch->values)
            value = value.to(job.network->device());
        job.network->reset();
        job.network->reseed(std::uint64_t(batch->index));
        job.network->forward(batch->values, {job.goal.readoutPort});
        if (job.slot.isDue()) {
            job.slot.draft.message = "Labelling neurons";
            job.publish(true);
        }
        whole = whole && !job.control.stopping();
        if (!whole)
            break;
    }
    job.network->reset();
    job.network->setTraining(false);
    return whole;
}

bool Trainer::finishEpoch()
{
    Job& job = m_job;
    EpochMetrics row{};
    row.epoch = m_state.epoch + 1;
    row.learningRate = currentRate();
    row.trainLoss = m_hasLoss ? m_state.lossSum / double(m_state.seen) : kNotMeasured;
    row.trainAccuracy = m_hasAnswer ? double(m_state.correct) / double(m_state.seen) : kNotMeasured;
    row.samplesPerSecond = double(m_state.seen) / m_state.epochSeconds;
    m_state.trainSeconds += m_state.epochSeconds;
    m_state.trained += m_state.seen;
    row.testLoss = row.testAccuracy = kNotMeasured;
    const double testStart = job.activeSeconds();
    const bool last = row.epoch == m_epochs;
    if (m_hasAnswer && job.source->size(Split::Test) > 0 && (last || m_learner.values.flag("test_each_epoch"))
        && !test(row, last || m_learner.values.integer("patience") > 0))
        return false;
    row.seconds = m_state.epochSeconds + job.activeSeconds() - testStart;

    const double measure = std::isnan(row.testAccuracy) ? row.trainAccuracy : row.testAccuracy;
    const bool best = measure > m_state.bestAccuracy;
    m_state.bestAccuracy = std::max(m_state.bestAccuracy, measure);
    m_state.metrics.push_back(row);
    m_state.epoch = row.epoch;
    m_state.batch = m_state.seen = m_state.correct = 0;
    m_state.lossSum = m_state.epochSeconds = 0;

    job.folder.addMetrics(row);
    for (const auto& [node, activity] : m_activity.activity())
        if (const PlannedNode* planned = job.plan.find(node))
            job.folder.scalar("firing_rate/" + planned->name, activity.rate, row.epoch);
    saveCheckpoint("latest");
    if (best)
        saveCheckpoint("best");
    if (job.folder.enabled()) {
        job.look();
        if (job.slot.draft.sample)
            job.folder.record(*job.slot.draft.sample);
    }
    // An epoch may be shorter than the time between two snapshots: its figures must not be lost with it, and
    // publishing at each epoch's end would leave no turn to the batches.
    Snapshot& draft = job.slot.draft;
    draft.epochsDone = std::make_shared<const std::vector<EpochMetrics>>(m_state.metrics);
    draft.samplesPerSecond = row.samplesPerSecond;
    draft.loss = row.trainLoss;
    draft.accuracy = row.trainAccuracy;
    publishProgress(last);
    return true;
}

void Trainer::saveCheckpoint(const std::string& name)
{
    if (m_method)
        m_state.method = m_method->state();
    if (m_job.folder.enabled())
        writeCheckpoint(m_job.folder.path() / "checkpoints" / name, m_graphHash, *m_job.network, m_optimizer, *m_job.learners, m_state);
}

double Trainer::currentRate() const
{
    return scheduledRate(m_state.baseRate, m_learner.values, m_state.epoch + 1, m_epochs, m_state.metrics);
}

double Trainer::progress() const
{
    return (double(m_state.epoch) + double(m_state.batch) / double(m_batches)) / double(m_epochs);
}

void Trainer::publishProgress(bool now)
{
    Job& job = m_job;
    if (!now && !job.slot.isDue())
        return;
    Snapshot& draft = job.slot.draft;
    draft.message = "Training";
    draft.epoch = std::min(m_state.epoch + 1, m_epochs);
    draft.batch = m_state.batch;
    draft.progress = progress();
    const double done = draft.progress - m_startProgress;
    const double seconds = job.activeSeconds() - m_startSeconds;
    draft.etaSeconds = done > 0 && seconds > 1.0 ? seconds * (1.0 - draft.progress) / done : -1.0;
    if (m_state.seen > 0) {
        draft.samplesPerSecond = double(m_state.seen) / m_state.epochSeconds;
        draft.loss = m_state.lossSum / double(m_state.seen);
        draft.accuracy = double(m_state.correct) / double(m_state.seen);
    }
    draft.activity = m_activity.activity();
    draft.batchLoss = std::make_shared<const std::vector<float>>(m_batchLoss);
    job.publish(true);
}

void Trainer::setParam(NodeId node, const std::string& name, const ParamValue& value)
{
    if (node != m_learner.id) {
        setNetworkParam(m_job, node, name, value);
        m_state.liveParams[{node, name}] = value;
    } else if (name == "learning_rate") {
        m_state.baseRate = std::holds_alternative<std::int64_t>(value) ? double(std::get<std::int64_t>(value))
                                                                       : std::get<double>(value);
    }
    m_job.folder.log("Set " + name + " of node " + std::to_string(node) + " to " + toText(value));
}

RunResult Trainer::result() const
{
    RunResult result;
    result.state = m_state.epoch >= m_epochs ? RunState::Finished : RunState::Cancelled;
    result.epochs = m_state.epoch;
    result.trainLoss = result.trainAccuracy = result.testLoss = result.testAccuracy = kNotMeasured;
    if (!m_state.metrics.empty()) {
        const EpochMetrics& row = m_state.metrics.back();
        result.trainLoss = row.trainLoss;
        result.trainAccuracy = row.trainAccuracy;
        result.testLoss = row.testLoss;
        result.testAccuracy = row.testAccuracy;
    }
    result.bestTestAccuracy = m_state.bestAccuracy;
    result.samplesPerSecond = m_state.trainSeconds > 0 ? double(m_state.trained) / m_state.trainSeconds : 0.0;
    result.evaluation = m_evaluation;
    return result;
}

RunResult runTraining(Job& job)
{
    Trainer trainer(job);
    job.onParam = [&](NodeId node, const std::string& name, const ParamValue& value) {
        trainer.setParam(node, name, value);
    };
    job.onCheckpoint = [&] { trainer.saveCheckpoint("latest"); };
    return trainer.run();
}

} // namespace spw::engine
