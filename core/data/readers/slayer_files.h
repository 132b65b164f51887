// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_file.h"

/// SLAYER's binary spike files (formats.md 5.1): big-endian records without header. Every byte sequence is legal; a tail
/// that is no whole record is reported. bs2 is read by bs2_reader.h, which is faster; all are written here.
namespace spw {

/// 5-byte records: neuron 16, polarity 1, time 23 bits. The neuron comes in x; y is 0.
EventFile decodeBs1File(std::string_view bytes, const std::string& where);
/// 7-byte records: x 12, y 12, channel 8, time 24 bits. The channel comes in p.
EventFile decodeBs3File(std::string_view bytes, const std::string& where);

/// The record of event `i`, the first byte the highest. Unlike SLAYER's own writer these keep the high byte of a neuron (bs1)
/// and the high bits of y (bs3). @throws Error naming `where` and event `index` if it does not fit.
std::uint64_t packBs1(const EventView& events, std::size_t i, std::int64_t index, const std::string& where);
std::uint64_t packBs2(const EventView& events, std::size_t i, std::int64_t index, const std::string& where);
std::uint64_t packBs3(const EventView& events, std::size_t i, std::int64_t index, const std::string& where);

/// Events as bytes of such a file. @throws Error as above.
std::string encodeBs1(const Events& events);
std::string encodeBs2(const Events& events);
std::string encodeBs3(const Events& events);

/// One wanted number of spikes: what `.bsn` files list for numSpikes losses.
struct SpikeRegion {
    std::int64_t neuron = 0;
    std::int64_t startMicros = 0, endMicros = 0;
    std::int64_t count = 0;
    bool operator==(const SpikeRegion&) const = default;
};

/// 10-byte records: neuron 16, start 24, end 24, count 16 bits. A tail that is no whole record is left out.
std::vector<SpikeRegion> decodeSpikeRegions(std::string_view bytes);
/// @throws Error naming the first region that does not fit the record.
std::string encodeSpikeRegions(const std::vector<SpikeRegion>& regions);

} // namespace spw
