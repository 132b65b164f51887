// SPDX-License-Identifier: GPL-3.0-or-later
// One program an importer that reads a file (SPW_FUZZ_IMPORTER is its class): whatever the file holds, a project that can be
// planned and saved comes out, or an Error.
#include SPW_FUZZ_HEADER
#include "core/data/byte_source.h"
#include "core/exchange/exchange_job.h"
#include "core/plan/plan.h"
#include "tests/fuzz/hdf5_handles.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include <unistd.h>

namespace {

/// HDF5 opens files, so there has to be one; a new name each time, because sound files are remembered by theirs.
class TemporaryFile {
public:
    TemporaryFile(const std::uint8_t* data, std::size_t size)
    {
        static const std::filesystem::path folder = std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
        static std::uint64_t count = 0;
        m_path = folder / ("spw_fuzz_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
        std::ofstream(m_path, std::ios::binary).write(reinterpret_cast<const char*>(data), std::streamsize(size));
    }
    ~TemporaryFile() { std::filesystem::remove(m_path); }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace spw;
    const TemporaryFile file(data, size);
    const SPW_FUZZ_IMPORTER importer;
    try {
        importer.recognises(file.path(), std::string_view(reinterpret_cast<const char*>(data), size < 4096 ? size : 4096));
        ImportRequest request;
        request.file = file.path();
        request.options = exchangeOptions(importer.options(), {}, "fuzz");
        const ImportResult result = importer.read(request);
        const Document& document = result.document;
        makePlan(document.graph);
        const std::string text = writeDocument(document);
        if (writeDocument(readDocument(text, "fuzz")) != text)
            std::abort();   // what was imported does not come back from its own file
    } catch (const Error& error) {
        if (error.happened().empty() || error.where().empty() || error.fix().empty())
            std::abort();   // an error that does not help
    }
    requireHdf5Closed();
    return 0;
}
