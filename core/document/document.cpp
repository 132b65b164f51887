// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/document.h"

#include "core/base/atomic_file.h"

namespace spw {

Document loadDocument(const std::filesystem::path& file, const Catalog& catalog, Diagnostics* warnings)
{
    return readDocument(readFile(file, kLargestDocument), file.string(), catalog, warnings);
}

void saveDocument(const Document& document, const std::filesystem::path& file)
{
    writeFileAtomically(file, writeDocument(document));
}

} // namespace spw
