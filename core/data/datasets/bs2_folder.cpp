// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/datasets/bs2_folder.h"

#include "core/base/error.h"
#include "core/data/datasets/label_list.h"
#include "core/data/event_file.h"
#include "kernels/events/events.h"

namespace spw {

namespace {

namespace fs = std::filesystem;

bool isFile(const fs::path& file)
{
    std::error_code ignored;
    return fs::is_regular_file(file, ignored);
}

/// The list as named: in the data folder, else beside the project.
fs::path findList(const fs::path& list, const fs::path& folder, const fs::path& base, const char* caption)
{
    for (const fs::path& candidate : {folder / list, base / list})   // "/" keeps an absolute path as it is
        if (isFile(candidate))
            return candidate;
    throw Error("The label list does not exist.", (folder / list).string(),
                "Choose an existing file in '" + std::string(caption)
                    + "', or copy the list into the data folder.");
}

class Bs2Folder final : public Dataset {
public:
    Bs2Folder(const ParamValues& values, const fs::path& base)
        : m_folder(base / values.text("folder"))
        , m_width(values.integer("width"))
        , m_height(values.integer("height"))
        , m_classes(values.integer("classes"))
        , m_keepIncomplete(values.text("incomplete") == "keep")
    {
        if (values.text("folder").empty())
            throw Error("No folder is chosen.", "dataset 'N-MNIST (bs2 files)'",
                        "Set 'Folder' to the folder that holds the .bs2 files.");
        std::error_code ignored;
        if (!fs::is_directory(m_folder, ignored))
            throw Error("The data folder does not exist.", m_folder.string(),
                        "Set 'Folder' to the folder that holds the .bs2 files.");
        if (values.text("train_list").empty())
            throw Error("No list of training recordings is chosen.", m_folder.string(),
                        "Set 'Training list', for example to \"train1K.txt\".");
        m_train = readSplit(values.text("train_list"), base, "Training list");
        if (!values.text("test_list").empty())   // training without a test is legal
            m_test = readSplit(values.text("test_list"), base, "Test list");
    }

    std::int64_t size(Split split) const override { return std::int64_t(entries(split).size()); }

    std::int64_t label(Split split, std::int64_t index) const override { return entry(split, index).label; }

    std::vector<std::string> classNames() const override
    {
        std::vector<std::string> names;
        for (std::int64_t c = 0; c < m_classes; ++c)
            names.push_back(std::to_string(c));
        return names;
    }

    Sample sample(Split split, std::int64_t index) const override
    {
        const LabelEntry& e = entry(split, index);
        const fs::path path = fileOf(e);
        EventFile file = readEventFile(path);
        checkWhole(path, file.fileBytes);
        checkInside(file.events, path);
        file.events.width = m_width;
        file.events.height = m_height;
        Sample sample;
        sample.values["events"] = std::move(file.events);
        sample.label = e.label;
        sample.name = path.filename().string();
        return sample;
    }

private:
    std::vector<LabelEntry> readSplit(const std::string& list, const fs::path& base, const char* caption) const
    {
        const fs::path path = findList(list, m_folder, base, caption);
        std::vector<LabelEntry> result = readLabelList(path, m_classes);
        for (const LabelEntry& e : result) {
            if (!isFile(fileOf(e)))
                throw Error("The recording " + fileOf(e).string() + " does not exist.",
                            path.string() + ", line " + std::to_string(e.line),
                            "Copy the missing file into the data folder, or remove the line from the list.");
            std::error_code unreadable;   // then reading it says why
            const auto bytes = fs::file_size(fileOf(e), unreadable);
            if (!unreadable)
                checkWhole(fileOf(e), bytes);
        }
        return result;
    }

    /// A cut file is found when the data is opened, not an hour into the training.
    void checkWhole(const fs::path& path, std::uintmax_t bytes) const
    {
        const std::uintmax_t rest = bytes % kernels::kBs2RecordBytes;
        if (rest > 0 && !m_keepIncomplete)
            throw Error("The file ends inside an event: " + std::to_string(rest) + " bytes are left after "
                            + std::to_string(bytes / kernels::kBs2RecordBytes) + " whole events.",
                        path.string() + ", byte " + std::to_string(bytes - rest),
                        "Copy the file again, or set 'Cut files' to 'Use the complete events' (keep).");
    }

    void checkInside(const Events& events, const fs::path& path) const
    {
        for (std::size_t i = 0; i < events.size(); ++i)
            if (events.x[i] >= m_width || events.y[i] >= m_height)
                throw Error("The event at x " + std::to_string(events.x[i]) + ", y " + std::to_string(events.y[i])
                                + " lies outside the sensor of " + std::to_string(m_width) + " x "
                                + std::to_string(m_height) + " pixels.",
                            path.string() + ", byte " + std::to_string(i * kernels::kBs2RecordBytes),
                            "Set 'Width' and 'Height' to the size of the sensor that made the recordings, or copy "
                            "the file again if it is damaged.");
    }

    fs::path fileOf(const LabelEntry& e) const { return m_folder / (e.id + ".bs2"); }

    const std::vector<LabelEntry>& entries(Split split) const { return split == Split::Train ? m_train : m_test; }

    const LabelEntry& entry(Split split, std::int64_t index) const
    {
        return entries(split).at(std::size_t(index));   // a negative index becomes huge: out_of_range as well
    }

    fs::path m_folder;
    std::int64_t m_width, m_height, m_classes;
    bool m_keepIncomplete;
    std::vector<LabelEntry> m_train, m_test;
};

} // namespace

std::unique_ptr<Dataset> openBs2Folder(const ParamValues& values, const std::filesystem::path& base)
{
    return std::make_unique<Bs2Folder>(values, base);
}

} // namespace spw
