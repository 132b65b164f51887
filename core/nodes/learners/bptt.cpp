// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/node_spec.h"

namespace spw {

const NodeSpec& bpttSpec()
{
    static const NodeSpec spec{
        .id = "learner.bptt",
        .title = "BPTT",
        .category = Category::Learner,
        .caption = "Roll the network out in time, then learn from the end back.",
        .doc = "Backpropagation through time with surrogate gradients: dL/dH[t] = g_S[t] s'(H[t] - v_threshold) + "
               "dL/dH[t+1] dH[t+1]/dV[t] dV[t]/dH[t], from the last step to the first; then one step of the optimizer "
               "per batch. Memory grows with the number of steps. The states of all neurons start afresh with each "
               "batch. step: the rate is multiplied by gamma every step_size epochs; cosine: it falls to 0 as "
               "(1 + cos(pi epoch / epochs)) / 2; with restarts that curve starts anew every step_size epochs; "
               "plateau: it is multiplied by gamma whenever the loss has stood still for plateau_patience epochs.",
        .source = "SpikingJelly; Werbos 1990; Neftci, Mostafa, Zenke 2019; Kingma, Ba 2015 (Adam); Loshchilov, Hutter 2019 (AdamW)",
        .inputs = {{"loss", PortType::Scalar, "The number to make small."}},
        .params = {
            {.name = "epochs", .caption = "Epochs", .type = ParamType::Int, .initial = 30,
             .range = between(1, 1'000'000), .doc = "How often all training samples are seen."},
            {.name = "batch_size", .caption = "Batch size", .type = ParamType::Int, .initial = 16,
             .range = between(1, 65536), .doc = "Samples per step of the optimizer."},
            {.name = "optimizer", .caption = "Optimizer", .type = ParamType::Choice, .initial = "adam",
             .doc = "How gradients become changes of the weights.",
             .choices = {{"sgd", "SGD"}, {"adam", "Adam"}, {"adamw", "AdamW"}, {"nadam", "NAdam"}, {"radam", "RAdam"},
                         {"adamax", "Adamax"}, {"rmsprop", "RMSprop"}, {"adagrad", "Adagrad"}}},
            {.name = "learning_rate", .caption = "Learning rate", .type = ParamType::Real, .initial = 1e-3,
             .range = {0, 1000, true, false}, .doc = "Size of each step.", .applies = Applies::Live},
            {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.9,
             .range = betweenBelow(0, 1), .doc = "Share of the last change that is kept.",
             .visibleWhen = "optimizer=sgd"},
            {.name = "dampening", .caption = "Dampening", .type = ParamType::Real, .initial = 0.0,
             .range = between(0, 1), .doc = "How much less of each new gradient the momentum takes in.",
             .common = false, .visibleWhen = "optimizer=sgd"},
            {.name = "nesterov", .caption = "Nesterov momentum", .type = ParamType::Bool, .initial = false,
             .doc = "Look ahead along the momentum; without dampening only.", .common = false,
             .visibleWhen = "optimizer=sgd"},
            {.name = "beta1", .caption = "Beta 1", .type = ParamType::Real, .initial = 0.9,
             .range = betweenBelow(0, 1), .doc = "Share of the mean gradient that is kept.", .common = false,
             .visibleWhen = "optimizer=adam|adamw|nadam|radam|adamax"},
            {.name = "beta2", .caption = "Beta 2", .type = ParamType::Real, .initial = 0.999,
             .range = betweenBelow(0, 1), .doc = "Share of the mean squared gradient that is kept.", .common = false,
             .visibleWhen = "optimizer=adam|adamw|nadam|radam|adamax"},
            {.name = "alpha", .caption = "Smoothing", .type = ParamType::Real, .initial = 0.99,
             .range = betweenBelow(0, 1), .doc = "Share of the mean squared gradient that is kept.", .common = false,
             .visibleWhen = "optimizer=rmsprop"},
            {.name = "eps", .caption = "Epsilon", .type = ParamType::OptionalReal, .initial = std::monostate{},
             .range = {0, 1, true, false}, .doc = "Keeps divisions from exploding; none: 1e-8, Adagrad 1e-10.",
             .common = false, .visibleWhen = "optimizer=adam|adamw|nadam|radam|adamax|rmsprop|adagrad"},
            {.name = "weight_decay", .caption = "Weight decay", .type = ParamType::Real, .initial = 0.0,
             .range = between(0, 1000), .doc = "Pulls weights towards 0.", .common = false},
            {.name = "clip_norm", .caption = "Clip gradient norm", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .doc = "Shrink all gradients together to this Euclidean norm; 0: never.",
             .common = false},
            {.name = "clip_value", .caption = "Clip gradient values", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .doc = "Cut each gradient at plus and minus this; 0: never.", .common = false},
            {.name = "schedule", .caption = "Schedule", .type = ParamType::Choice, .initial = "none",
             .doc = "How the learning rate changes over the epochs.",
             .choices = {{"none", "Constant"}, {"step", "Steps"}, {"exponential", "Exponential"},
                         {"linear", "Linear"}, {"cosine", "Cosine"}, {"cosine_restarts", "Cosine with restarts"},
                         {"plateau", "When the loss stands still"}}},
            {.name = "step_size", .caption = "Epochs per step", .type = ParamType::Int, .initial = 30,
             .range = between(1, 1'000'000), .doc = "Epochs between two reductions of the rate, or two restarts.",
             .visibleWhen = "schedule=step|cosine_restarts"},
            {.name = "gamma", .caption = "Factor per step", .type = ParamType::Real, .initial = 0.1,
             .range = {0, 1, true, false}, .doc = "The rate is multiplied by this at each step (exponential: each epoch).",
             .visibleWhen = "schedule=step|exponential|plateau"},
            {.name = "plateau_patience", .caption = "Epochs of standstill", .type = ParamType::Int, .initial = 10,
             .range = between(0, 1'000'000), .doc = "Epochs without a better loss before the rate is lowered.",
             .visibleWhen = "schedule=plateau"},
            {.name = "min_rate", .caption = "Lowest rate", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .doc = "The schedule ends here or stays above.", .common = false,
             .visibleWhen = "schedule=linear|cosine|cosine_restarts|plateau"},
            {.name = "warmup_epochs", .caption = "Warm-up epochs", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1'000'000), .doc = "The rate rises evenly over these epochs before the schedule begins.",
             .common = false},
            {.name = "warmup_factor", .caption = "Warm-up start", .type = ParamType::Real, .initial = 0.01,
             .range = {0, 1, true, false}, .doc = "Share of the rate in the first epoch of the warm-up.",
             .common = false},
            {.name = "patience", .caption = "Stop early after", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1'000'000), .doc = "Epochs without improvement before training ends; 0: never.",
             .common = false},
            {.name = "early_stopping_on", .caption = "Improvement of", .type = ParamType::Choice, .initial = "loss",
             .doc = "What must get better, on the test samples where there are any.",
             .choices = {{"loss", "Loss"}, {"accuracy", "Accuracy"}}, .common = false},
            {.name = "min_improvement", .caption = "Least improvement", .type = ParamType::Real, .initial = 0.0,
             .range = atLeast(0), .doc = "Less than this does not count as better.", .common = false},
            {.name = "method", .caption = "Method", .type = ParamType::Choice, .initial = "bptt",
             .doc = "How gradients come about. Through time: from the last step back to the first. Online: each step by "
                    "itself, with memory that does not grow with the steps (SLTT; with OTTT neurons the layers behind them "
                    "learn from traces). FPTT: online, held near a running mean of the weights. Bootstrapped: mostly as an "
                    "analog network whose activations are sampled from the spiking one.",
             .choices = {{"bptt", "Through time"}, {"online", "Online (OTTT, SLTT)"}, {"fptt", "Online, near the mean (FPTT)"},
                         {"bootstrap", "Bootstrapped (lava)"}}},
            {.name = "update_every_step", .caption = "Update at every step", .type = ParamType::Bool, .initial = false,
             .doc = "Change the weights after every step; otherwise once per batch, by the mean over the steps.",
             .visibleWhen = "method=online"},
            {.name = "fptt_alpha", .caption = "Pull towards the mean", .type = ParamType::Real, .initial = 0.5, .range = above(0),
             .doc = "alpha of FPTT: how strongly weights are held near their running mean.", .visibleWhen = "method=fptt"},
            {.name = "num_sample_iter", .caption = "Sampled batches", .type = ParamType::Int, .initial = 10, .range = between(1, 1'000'000),
             .doc = "Batches in which the rates of the spiking neurons are sampled.", .visibleWhen = "method=bootstrap"},
            {.name = "sample_period", .caption = "Epochs between samplings", .type = ParamType::Int, .initial = 10,
             .range = between(1, 1'000'000), .doc = "How often the curves are measured anew.", .visibleWhen = "method=bootstrap"},
            {.name = "crossover_epochs", .caption = "Crossover epochs", .type = ParamType::Text, .initial = "",
             .doc = "From each of these epochs on (counted from 0) one more layer, from the input, stays spiking: 10, 20.",
             .visibleWhen = "method=bootstrap"},
            {.name = "truncate_steps", .caption = "Truncate after", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1'000'000), .unit = Unit::Steps,
             .doc = "Truncated backpropagation: gradients go back this far, the loss is taken at the end of each such "
                    "piece; 0: through all steps. Saves memory on long sequences.",
             .common = false},
            {.name = "recompute_segments", .caption = "Recompute segments", .type = ParamType::Int, .initial = 0,
             .range = between(0, 1000),
             .doc = "Saves memory: the network is cut into this many runs of layers that are computed again while "
                    "learning instead of being kept; results stay the same. 0: keep everything.",
             .common = false},
            {.name = "precision", .caption = "Precision", .type = ParamType::Choice, .initial = "float32",
             .doc = "Mixed precision computes convolutions and matrix products in 16 bits; float16 needs CUDA.",
             .choices = {{"float32", "float32"}, {"bfloat16", "bfloat16 mixed"}, {"float16", "float16 mixed"}},
             .common = false},
            {.name = "mixup", .caption = "Mixup", .type = ParamType::Real, .initial = 0.0, .range = between(0, 1000),
             .doc = "Mix every training sample with another, and their labels: alpha of the shares, which are drawn from "
                    "Beta(alpha, alpha); 0: off, 0.2 is usual (Zhang et al. 2018).",
             .common = false},
            {.name = "cutmix", .caption = "CutMix", .type = ParamType::Real, .initial = 0.0, .range = between(0, 1000),
             .doc = "Put a piece of another picture into every training sample, and mix the labels by its area: alpha of the "
                    "shares; 0: off, 1 is usual (Yun et al. 2019). With Mixup on as well, a coin decides for each batch.",
             .common = false},
            {.name = "calibration_rate", .caption = "Calibrate to rate", .type = ParamType::Real, .initial = 0.0,
             .range = between(0, 1),
             .doc = "Before the first epoch, scale the weights so that each neuron layer fires at this rate (spikes "
                    "per step) on one batch; 0: leave the start values.",
             .common = false},
            {.name = "shuffle", .caption = "Shuffle", .type = ParamType::Bool, .initial = true,
             .doc = "Take the training samples in another order each epoch.", .common = false},
            {.name = "test_each_epoch", .caption = "Test each epoch", .type = ParamType::Bool, .initial = true,
             .doc = "Measure the test samples after every epoch; off: only after the last one.", .common = false},
        },
        .check = [](const ParamValues& v, NodeReport& report) {
            if (v.text("optimizer") == "sgd" && v.flag("nesterov") && (v.real("dampening") != 0 || v.real("momentum") == 0))
                report.error("nesterov", "Nesterov momentum needs momentum and no dampening.",
                             "It looks ahead along the momentum.", "Set dampening to 0 and momentum above 0.");
            if (v.text("method") != "bptt" && (v.integer("truncate_steps") > 0 || v.integer("recompute_segments") > 1))
                report.error("method", "Truncation and recomputing belong to learning through time.",
                             "This method keeps no steps to go back to.", "Set both to 0, or choose 'Through time'.");
            if ((v.real("mixup") > 0 || v.real("cutmix") > 0) && (v.text("method") != "bptt" || v.integer("truncate_steps") > 0))
                report.error(v.real("mixup") > 0 ? "mixup" : "cutmix", "Samples are mixed only where whole sequences are learned through time.",
                             "The loss is asked once for each of the two labels.",
                             "Set 'Mixup' and 'CutMix' to 0, or choose the method 'Through time' without truncation.");
            if (v.text("crossover_epochs").find_first_not_of("0123456789, ") != std::string::npos)
                report.error("crossover_epochs", "'" + v.text("crossover_epochs") + "' is no list of epochs.",
                             "Epochs are whole numbers.", "Write them with commas: 10, 20.");
            if (v.integer("truncate_steps") > 0 && v.integer("recompute_segments") > 0)
                report.error("recompute_segments", "Truncation and recomputing cannot be combined.",
                             "A piece that is computed again must start from the first step.",
                             "Set one of the two to 0.");
        },
    };
    return spec;
}

} // namespace spw
