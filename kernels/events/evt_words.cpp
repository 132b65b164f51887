// SPDX-License-Identifier: GPL-3.0-or-later
// The words of Prophesee's cameras (formats.md 5.6). Nearly all of them are pixels or rows, in no order that a processor
// could foresee: those are taken without a branch, by writing an event each time and counting it only where it is one.
#include "kernels/events/packed_events.h"

#include <bit>
#include <cstring>

namespace spw::kernels {

namespace {

template <class Word>
Word wordAt(const std::uint8_t* bytes)
{
    Word word = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&word, bytes, sizeof word);
    } else {
        for (std::size_t i = 0; i < sizeof word; ++i)
            word = Word(word | Word(bytes[i]) << (8 * i));
    }
    return word;
}

enum : unsigned { kOff = 0, kOn = 1, kTimeHigh = 8, kTrigger = 10, kImu = 13, kOthers = 14, kContinued = 15 };

/// A new TIME_HIGH of 28 bits; it starts again after 2^28.
void takeHigh(Evt2State& state, std::uint32_t high28)
{
    constexpr std::int64_t kHalf = kEvt2Turn / 2;
    const std::int64_t now = std::int64_t(high28) << 6;
    std::int64_t turns = state.high & ~(kEvt2Turn - 1);
    if (state.known && (state.high & (kEvt2Turn - 1)) - now > kHalf)
        turns += kEvt2Turn;
    state.high = turns + now;
    state.known = true;
}

bool isKnownType(unsigned type)
{
    return type == kTrigger || type >= kImu;
}

} // namespace

std::size_t decodeEvt2(const std::uint8_t* words, std::size_t count, Evt2State& state, EventColumns to)
{
    std::size_t done = 0;
    std::int64_t high = state.high;
    std::size_t counts = state.known;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t word = wordAt<std::uint32_t>(words + 4 * i);
        const unsigned type = word >> 28;
        if (type <= kOn) {
            to.t[done] = high | std::int64_t(word >> 22 & 63);
            to.x[done] = std::uint16_t(word >> 11 & 2047);
            to.y[done] = std::uint16_t(word & 2047);
            to.polarity[done] = std::uint8_t(type);
            done += counts;
        } else if (type == kTimeHigh) {
            takeHigh(state, word & 0x0fffffff);
            high = state.high;
            counts = 1;
        } else {
            state.strange += !isKnownType(type);
        }
    }
    return done;
}

std::size_t decodeEvt21(const std::uint8_t* words, std::size_t count, bool swapped, Evt2State& state, EventColumns to)
{
    std::size_t done = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t word = wordAt<std::uint64_t>(words + 8 * i);
        if (swapped)
            word = word << 32 | word >> 32;
        const auto type = unsigned(word >> 60);
        if (type <= kOn) {
            if (!state.known)
                continue;
            const std::int64_t t = state.high | std::int64_t(word >> 54 & 63);
            const auto x = std::uint16_t(word >> 43 & 2047), y = std::uint16_t(word >> 32 & 2047);
            for (auto mask = std::uint32_t(word); mask != 0; mask &= mask - 1) {
                to.t[done] = t;
                to.x[done] = std::uint16_t(x + std::countr_zero(mask));
                to.y[done] = y;
                to.polarity[done++] = std::uint8_t(type);
            }
        } else if (type == kTimeHigh) {
            takeHigh(state, std::uint32_t(word >> 32) & 0x0fffffff);
        } else {
            state.strange += !isKnownType(type);
        }
    }
    return done;
}

std::size_t decodeEvt3(const std::uint8_t* words, std::size_t count, std::uint16_t height, Evt3State& state, EventColumns to)
{
    std::size_t done = 0;
    std::uint32_t y = state.y, base = state.base, high = state.high, low = state.low;
    std::uint32_t polarity = state.polarity;
    std::int64_t turns = state.turns, t = state.time();
    bool timeKnown = state.timeKnown, rowKnown = state.rowKnown;
    const auto isOpen = [&] { return std::uint32_t(timeKnown && rowKnown && y < height); };
    std::uint32_t open = isOpen();   // 1: pixels count
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t word = wordAt<std::uint16_t>(words + 2 * i);
        if ((word & 0xd000) == 0) {   // ADDR_Y or ADDR_X
            to.t[done] = t;
            to.x[done] = std::uint16_t(word & 2047);
            to.y[done] = std::uint16_t(y);
            to.polarity[done] = std::uint8_t(word >> 11 & 1);
            const std::uint32_t isPixel = word >> 13;
            done += isPixel & open;
            const std::uint32_t row = word & 2047;
            const std::uint32_t newOpen = std::uint32_t(timeKnown) & std::uint32_t(row < height);
            y = isPixel ? y : row;
            open = isPixel ? open : newOpen;
            rowKnown |= !isPixel;
            continue;
        }
        switch (word >> 12) {
        case 3:
            base = word & 2047;
            polarity = word >> 11 & 1;
            break;
        case 4:
        case 5: {
            const bool twelve = word >> 12 == 4;
            if (open)
                for (std::uint32_t mask = word & (twelve ? 0xfff : 0xff); mask != 0; mask &= mask - 1) {
                    to.t[done] = t;
                    to.x[done] = std::uint16_t(base + std::uint32_t(std::countr_zero(mask)));
                    to.y[done] = std::uint16_t(y);
                    to.polarity[done++] = std::uint8_t(polarity);
                }
            base = (base + (twelve ? 12 : 8)) & 0xffff;
            break;
        }
        case 6:
            low = word & 0xfff;
            t = turns + (std::int64_t(high) << 12 | low);
            break;
        case 8: {
            const std::uint32_t now = word & 0xfff;
            if (timeKnown && high >= now + 2048)
                turns += kEvt3Turn;
            if (!timeKnown || now != high)
                low = 0;
            high = now;
            timeKnown = true;
            open = isOpen();
            t = turns + (std::int64_t(high) << 12 | low);
            break;
        }
        case 1:
        case 9:
        case 11:
        case 12: ++state.strange; break;
        default: break;   // triggers, motion sensor, vendor's own
        }
    }
    state.turns = turns;
    state.high = high, state.low = low;
    state.y = std::uint16_t(y), state.base = std::uint16_t(base);
    state.polarity = std::uint8_t(polarity);
    state.timeKnown = timeKnown, state.rowKnown = rowKnown;
    return done;
}

} // namespace spw::kernels
