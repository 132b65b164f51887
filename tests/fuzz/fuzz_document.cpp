// SPDX-License-Identifier: GPL-3.0-or-later
// Projects (.spw): what opens can be planned, and is saved as a text that opens as the same project.
#include "core/base/error.h"
#include "core/document/document.h"
#include "core/plan/plan.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace spw;
    Document document;
    try {
        document = readDocument(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
    } catch (const Error& error) {
        if (error.happened().empty() || error.where().empty() || error.fix().empty())
            std::abort();
        return 0;
    }
    makePlan(document.graph);
    const std::string text = writeDocument(document);
    if (writeDocument(readDocument(text, "fuzz")) != text)
        std::abort();
    return 0;
}
