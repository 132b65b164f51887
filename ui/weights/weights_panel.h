// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/weights/weight_picture.h"

#include "core/run/snapshot.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTimer>
#include <QWidget>

#include <map>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace spw::ui {

class PairTraces;
class ProjectModel;
class ReceptiveSheet;
class RunView;
class Selection;
class TimeCursor;
class WeightHistogram;
class WeightMatrix;
class WindowPlot;

/// The dock "Weights": what one synapse has learned while the run goes on, and how. It follows the selected synapse, learner
/// or neuron unless it is pinned. What is drawn is worked out on another thread; while the dock is hidden nothing is asked for.
class WeightsPanel : public QWidget {
    Q_OBJECT
public:
    WeightsPanel(ProjectModel& project, RunView& run, TimeCursor& cursor, Selection& selection, QWidget* parent = nullptr);

    NodeId synapse() const { return m_synapse; }             // 0: none
    std::shared_ptr<const WeightPicture> picture() const { return m_picture; }
    ReceptiveSheet& fields() const { return *m_fields; }
    WeightMatrix& matrix() const { return *m_matrix; }
    WeightHistogram& histogram() const { return *m_histogram; }
    WindowPlot& window() const { return *m_window; }
    PairTraces& traces() const { return *m_traces; }
    /// The longest time that showing new weights has kept the user interface from its work, in milliseconds.
    double longestUpdate() const { return m_longestUpdate; }
    int updates() const { return m_updates; }

    QJsonObject describe() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void fillChoices();
    void takeSelection();
    void setSynapse(NodeId synapse);
    void watch();
    void look();
    void make();
    void take(std::shared_ptr<const WeightPicture> picture);
    void showTraces();
    void choose(qint64 post, qint64 pre);
    void updateTexts();

    ProjectModel& m_project;
    RunView& m_run;
    TimeCursor& m_cursor;
    Selection& m_selection;
    NodeId m_synapse = 0;
    std::shared_ptr<const SynapseView> m_newest;             // of the synapse
    std::shared_ptr<const WeightPicture> m_picture;
    std::map<NodeId, std::shared_ptr<const SynapseView>> m_start;   // first looks of this run
    WeightOptions m_options;
    std::shared_ptr<const SampleRecord> m_record;            // that the traces show; the scopes' one while they hold it
    std::int64_t m_post = -1, m_pre = -1;
    bool m_seesStart = false;                                // of this run nothing was seen yet
    bool m_working = false;                                  // a picture is being made
    int m_updates = 0;
    double m_longestUpdate = 0;
    QTimer m_limit;
    QElapsedTimer m_sinceLook;

    QStackedWidget* m_pages = nullptr;
    QComboBox* m_choice = nullptr;
    QToolButton *m_pin = nullptr, *m_change = nullptr, *m_own = nullptr, *m_fit = nullptr;
    QLabel *m_state = nullptr, *m_empty = nullptr;
    QTabWidget *m_left = nullptr, *m_right = nullptr;
    ReceptiveSheet* m_fields = nullptr;
    WeightMatrix* m_matrix = nullptr;
    WeightHistogram* m_histogram = nullptr;
    WindowPlot* m_window = nullptr;
    PairTraces* m_traces = nullptr;
};

} // namespace spw::ui
