// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scopes/time_plot.h"

#include "core/run/snapshot.h"

namespace spw::ui {

class PairPlottable;

/// The traces that a learner keeps of one pre and one post unit over the steps of the sample, their spikes, and which spikes
/// meet: each post spike with the pre spike before it (the weight grows), each pre spike with the post spike before it (it falls).
class PairTraces : public TimePlot {
    Q_OBJECT
public:
    struct Pairing {
        std::int64_t from = 0, to = 0;       // steps, from before to
        bool grows = false;                  // pre before post
    };

    explicit PairTraces(TimeCursor& cursor, QWidget* parent = nullptr);

    /// The probes "trace_pre" and "trace_post" of this learner in the record; 0 or nullptr: nothing. Keeps the record alive.
    void setRecord(std::shared_ptr<const SampleRecord> record, NodeId learner);
    /// -1: the one that is most active.
    void setUnits(std::int64_t pre, std::int64_t post);
    std::int64_t preUnit() const;
    std::int64_t postUnit() const;

    QJsonObject describe() const override;

protected:
    QString hoverText(const QPointF& position) const override;
    void cursorChanged() override { updateTitle(); }

private:
    void choose();
    void updateTitle();

    std::shared_ptr<const SampleRecord> m_record;
    NodeId m_learner = 0;
    std::int64_t m_wantedPre = -1, m_wantedPost = -1;
    PairPlottable* m_pair = nullptr;
};

/// All neighbouring pairs of two lists of spikes, in order of their later spike.
std::vector<PairTraces::Pairing> pairSpikes(const std::vector<std::int64_t>& pre, const std::vector<std::int64_t>& post);

} // namespace spw::ui
