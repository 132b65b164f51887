// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/half_passes.h"

#include "kernels/cpu/half_rows.h"
#include "kernels/cpu/isa.h"

#include <algorithm>

namespace spw::kernels {

#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_ON_LEVEL(call)                                                                                         \
    switch (activeIsa()) {                                                                                         \
    case Isa::Avx512: return level_avx512::call;                                                                   \
    case Isa::Avx2: return level_avx2::call;                                                                       \
    case Isa::Scalar: break;                                                                                       \
    }                                                                                                              \
    level_scalar::call
#else
#define SPW_ON_LEVEL(call) level_scalar::call
#endif

void halfToFloat(const std::uint16_t* from, float* to, std::int64_t count)
{
    SPW_ON_LEVEL(halfToFloat(from, to, count));
}

void floatToHalf(const float* from, std::uint16_t* to, std::int64_t count)
{
    SPW_ON_LEVEL(floatToHalf(from, to, count));
}

void floatToHalfBeside(const float* from, std::uint16_t* to, std::int64_t count, float threshold)
{
    SPW_ON_LEVEL(floatToHalfBeside(from, to, count, threshold));
}

void bfloatToFloat(const std::uint16_t* from, float* to, std::int64_t count)
{
    SPW_ON_LEVEL(bfloatToFloat(from, to, count));
}

void floatToBfloat(const float* from, std::uint16_t* to, std::int64_t count)
{
    SPW_ON_LEVEL(floatToBfloat(from, to, count));
}

namespace {

constexpr std::int64_t kPieceNumbers = 16 * 1024, kPieceNeurons = 4096;   // 64 KB of float32 a sequence, long rows

/// A part of a pass: neurons [from, from + width), steps [first, first + steps).
struct Piece {
    std::int64_t from, width, first, steps, neurons;
};

const std::uint16_t* rowOf(const void* sequence, const Piece& piece, std::int64_t step)
{
    return static_cast<const std::uint16_t*>(sequence) + (piece.first + step) * piece.neurons + piece.from;
}

std::uint16_t* rowOf(void* sequence, const Piece& piece, std::int64_t step)
{
    return static_cast<std::uint16_t*>(sequence) + (piece.first + step) * piece.neurons + piece.from;
}

void widen(const void* sequence, const Piece& piece, RealType type, float* to)
{
    for (std::int64_t t = 0; t < piece.steps; ++t)
        (type == RealType::BFloat16 ? bfloatToFloat : halfToFloat)(rowOf(sequence, piece, t), to + t * piece.width,
                                                                   piece.width);
}

void narrow(const float* from, void* sequence, const Piece& piece, RealType type)
{
    for (std::int64_t t = 0; t < piece.steps; ++t)
        (type == RealType::BFloat16 ? floatToBfloat : floatToHalf)(from + t * piece.width, rowOf(sequence, piece, t),
                                                                   piece.width);
}

/// Float32 room for four sequences of a piece and a row of states, kept by each thread for the next call.
struct Room {
    std::vector<float> numbers;
    float* of(int sequence, std::int64_t size)
    {
        numbers.resize(std::max(numbers.size(), std::size_t(4 * size + kPieceNeurons)));
        return numbers.data() + sequence * size;
    }
};

Room& room()
{
    thread_local Room own;
    return own;
}

} // namespace

void forwardHalfCpu(const NeuronModel& model, const ForwardBuffers& b, std::int64_t begin, std::int64_t end)
{
    for (std::int64_t from = begin; from < end; from += kPieceNeurons) {
        const std::int64_t width = std::min(end - from, kPieceNeurons);
        const std::int64_t most = std::min(b.steps, std::max<std::int64_t>(1, kPieceNumbers / width));
        float* const x = room().of(0, most * width);
        float *const spikes = x + most * width, *const h = spikes + most * width, *const v = h + most * width;
        ForwardBuffers part;
        part.neurons = width;
        part.x = x;
        part.spikes = spikes;
        part.h = b.h ? h : nullptr;
        part.vSeq = b.vSeq ? v : nullptr;
        part.state[0] = static_cast<float*>(b.state[0]) + from;   // handed from piece to piece in full precision
        for (std::int64_t first = 0; first < b.steps; first += most) {
            const Piece piece{from, width, first, std::min(most, b.steps - first), b.neurons};
            part.steps = piece.steps;
            widen(b.x, piece, b.type, x);
            forwardCpu(model, part, 0, width);
            narrow(spikes, b.spikes, piece, b.type);
            if (b.vSeq)
                narrow(v, b.vSeq, piece, b.type);
            for (std::int64_t t = 0; b.h && t < piece.steps; ++t)
                floatToHalfBeside(h + t * width, rowOf(b.h, piece, t), width, float(model.vThreshold));
        }
    }
}

void backwardHalfCpu(const NeuronModel& model, const BackwardBuffers& b, std::int64_t begin, std::int64_t end,
                     double* gradLearnables)
{
    const float threshold = float(model.vThreshold), rest = float(model.vReset);
    for (std::int64_t from = begin; from < end; from += kPieceNeurons) {
        const std::int64_t width = std::min(end - from, kPieceNeurons);
        const std::int64_t most = std::min(b.steps, std::max<std::int64_t>(1, kPieceNumbers / width));
        float* const h = room().of(0, most * width);
        float *const gradSpikes = h + most * width, *const gradV = gradSpikes + most * width;
        float *const gradX = gradV + most * width, *const before = gradX + most * width;
        BackwardBuffers part;
        part.neurons = width;
        part.h = h;
        part.gradSpikes = b.gradSpikes ? gradSpikes : nullptr;
        part.gradVSeq = b.gradVSeq ? gradV : nullptr;
        part.gradX = gradX;
        part.gradState[0] = static_cast<float*>(b.gradState[0]) + from;
        for (std::int64_t last = b.steps; last > 0; last -= most) {
            const std::int64_t first = std::max<std::int64_t>(0, last - most);
            const Piece piece{from, width, first, last - first, b.neurons};
            part.steps = piece.steps;
            part.initialState[0] = b.initialState[0] ? static_cast<const float*>(b.initialState[0]) + from : nullptr;
            if (first > 0) {   // what the step before left
                halfToFloat(rowOf(b.h, piece, -1), before, width);
                for (std::int64_t n = 0; n < width; ++n)
                    if (before[n] >= threshold)
                        before[n] = model.softReset ? before[n] - threshold : rest;
                part.initialState[0] = before;
            }
            widen(b.h, piece, RealType::Float16, h);
            if (b.gradSpikes)
                widen(b.gradSpikes, piece, b.type, gradSpikes);
            if (b.gradVSeq)
                widen(b.gradVSeq, piece, b.type, gradV);
            backwardCpu(model, part, 0, width, gradLearnables);
            narrow(gradX, b.gradX, piece, b.type);
        }
    }
}

} // namespace spw::kernels
