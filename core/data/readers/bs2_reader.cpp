// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/readers/bs2_reader.h"

#include "kernels/events/events.h"

#include <span>

namespace spw {

EventFile decodeBs2File(std::string_view bytes, const std::string&)
{
    EventFile file;
    Events& e = file.events;
    const std::size_t count = kernels::bs2EventCount(bytes.size());
    e.t.resize(count);
    e.x.resize(count);
    e.y.resize(count);
    e.p.resize(count);
    kernels::decodeBs2(std::as_bytes(std::span(bytes.data(), bytes.size())), e.x, e.y, e.p, e.t);
    file.droppedBytes = bytes.size() - count * kernels::kBs2RecordBytes;
    return file;
}

} // namespace spw
