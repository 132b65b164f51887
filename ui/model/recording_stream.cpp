// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/recording_stream.h"

#include "core/base/error.h"
#include "core/data/event_reader.h"
#include "ui/model/texts.h"

#include <QFileInfo>
#include <QMetaObject>

#include <algorithm>
#include <atomic>
#include <limits>

namespace spw::ui {
namespace {

constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kStep = 33'000;   // a step of the time axis is a picture of a film, if that makes not too many

/// The part of the recording in memory as the scopes see samples.
std::shared_ptr<const SampleRecord> recordOf(Events events, std::int64_t first, std::int64_t last, const std::string& name)
{
    static std::atomic<std::uint64_t> serial{std::uint64_t(1) << 40};   // never that of a run's sample
    auto record = std::make_shared<SampleRecord>();
    record->serial = serial++;
    record->name = name;
    record->label = -1;
    record->steps = std::clamp<std::int64_t>((last + 1 - first) / kStep, 100, 100'000);
    const double span = double(last + 1 - first);
    for (std::int64_t k = 0; k <= record->steps; ++k)
        record->frameEdges.push_back(first + std::int64_t(span * double(k) / double(record->steps)));
    record->events = std::move(events);
    return record;
}

} // namespace

RecordingStream::RecordingStream(const QString& file, QObject* parent) : QObject(parent)
{
    m_shared->owner = this;
    std::thread([shared = m_shared, file] { work(shared, file); }).detach();   // nobody waits for a slow disk
}

RecordingStream::~RecordingStream()
{
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->end = true;
    }
    m_shared->wake.notify_all();
}

void RecordingStream::need(std::int64_t from, std::int64_t to)
{
    {
        const std::lock_guard lock(m_shared->mutex);
        if (m_shared->asked || (from >= m_shared->from && to <= m_shared->to))
            return;
        m_shared->wanted = from;
        m_shared->asked = true;
    }
    m_shared->wake.notify_all();
}

void RecordingStream::Shared::tell(std::function<void(RecordingStream&)> task)
{
    const std::lock_guard lock(mutex);
    if (!end)
        QMetaObject::invokeMethod(owner, [owner = owner, task = std::move(task)] { task(*owner); }, Qt::QueuedConnection);
}

void RecordingStream::work(const std::shared_ptr<Shared>& shared, const QString& file)
{
    QString error;
    try {
        read(*shared, file);
    } catch (const Error& e) {
        error = toQString(e.where().empty() ? e.happened() : e.where() + ": " + e.happened()) + u' ' + toQString(e.fix());
    } catch (const std::exception& e) {
        error = QString::fromUtf8(e.what());
    }
    if (!error.isEmpty())
        shared->tell([error](RecordingStream& stream) { Q_EMIT stream.failed(error); });
}

void RecordingStream::read(Shared& shared, const QString& file)
{
    const std::unique_ptr<EventReader> reader = openEvents(file.toStdString());
    reader->indexInBackground();
    const std::string name = QFileInfo(file).fileName().toStdString();
    std::int64_t first = kForever, last = std::numeric_limits<std::int64_t>::min();
    if (const auto end = reader->lastTime())
        last = *end;
    std::int64_t width = reader->facts().width, height = reader->facts().height;
    bool hasEvents = false;
    std::size_t told = 0;

    // Reads up to a window of events; shown after the first piece and when the window is full.
    const auto fill = [&](std::int64_t from) {
        Events events;
        bool ended = false, shown = false;
        const auto show = [&](bool whole) {
            events.width = width;
            events.height = height;
            const std::int64_t until = ended ? kForever : events.t.empty() ? from : events.t.back();
            {
                const std::lock_guard lock(shared.mutex);
                shared.from = from;
                shared.to = whole ? until : kForever;   // while it is filled nobody asks for more
            }
            const auto record = recordOf(events, first, last, name);
            shared.tell([record](RecordingStream& stream) { Q_EMIT stream.loaded(record); });
            shown = true;
        };
        while (events.size() < kWindowEvents) {
            const EventView piece = reader->next();
            if (piece.empty()) {
                ended = true;
                break;
            }
            hasEvents = true;
            const auto [low, high] = std::minmax_element(piece.t.begin(), piece.t.end());
            first = std::min(first, *low);
            last = std::max(last, *high);
            width = std::max<std::int64_t>(width, 1 + *std::max_element(piece.x.begin(), piece.x.end()));
            height = std::max<std::int64_t>(height, 1 + *std::max_element(piece.y.begin(), piece.y.end()));
            append(events, piece);
            if (!shown)
                show(false);
            const std::lock_guard lock(shared.mutex);
            if (shared.end)
                return;
        }
        if (hasEvents)
            show(true);
    };

    fill(std::numeric_limits<std::int64_t>::min());
    if (!hasEvents)
        throw Error("There are no events.", file.toStdString(), "Choose another recording.");
    while (true) {
        for (; told < reader->warnings().size(); ++told)
            shared.tell([text = toQString(reader->warnings()[told])](RecordingStream& stream) { Q_EMIT stream.noticed(text); });
        std::int64_t wanted = 0;
        {
            std::unique_lock lock(shared.mutex);
            shared.wake.wait(lock, [&shared] { return shared.asked || shared.end; });
            if (shared.end)
                return;
            wanted = shared.wanted;
        }
        reader->seek(wanted);
        fill(wanted);
        const std::lock_guard lock(shared.mutex);
        shared.asked = false;
    }
}

} // namespace spw::ui
