// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace spw::ui {

class DvsPlayer;
class HeatmapView;
class OutputBars;
class RasterView;
class RunView;
class Selection;
class TimeCursor;
class TraceView;

/// The dock "Scopes": raster, heatmap and trace above one another on one time axis, event player and readout beside them,
/// all of the same sample and layer and at the same cursor. It looks at the run and never changes it.
class ScopesPanel : public QWidget {
    Q_OBJECT
public:
    ScopesPanel(RunView& run, TimeCursor& cursor, Selection& selection, QWidget* parent = nullptr);

    /// Record shown now; nullptr: none. While Follow is off it may be older than the run's newest.
    std::shared_ptr<const SampleRecord> record() const { return m_record; }
    RasterView& raster() const { return *m_raster; }
    HeatmapView& heatmap() const { return *m_heatmap; }
    TraceView& trace() const { return *m_trace; }
    DvsPlayer& player() const { return *m_player; }

    /// What is drawn in all views, for tests and accessibility.
    QJsonObject describe() const;

Q_SIGNALS:
    /// Button of the empty state.
    void probeAllRequested();
    void openRecordingRequested();
    void eventsShown(qint64 from, qint64 to);   // microseconds that the player looks at

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Layer {
        NodeId node = 0;
        QString name;
        int spikes = -1, dense = -1;     // positions in the record's probes
        std::vector<int> others = {};    // all that is dense
    };

    void build();
    QWidget* buildHeader();
    QWidget* buildTransport();
    void sampleArrived();
    void refresh();
    void showLayer();
    void updateHeader();
    void updateChip();
    void updatePosition();
    void takeSelection();
    void chooseUnits(qint64 first, qint64 last);
    const Layer* layer() const;
    int denseOf(const Layer& layer) const;
    void fillQuantities(const Layer* layer);
    void leaveOutEmpty();
    bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool act);
    void stepTo(std::int64_t step);
    std::int64_t step() const;
    void goToTyped();
    void togglePlaying();
    void setReplaying(bool replaying);
    void jumpToSpike(bool forward);
    void zoomBy(double factor);
    void page(int direction);
    void fitSelection();

    RunView& m_run;
    TimeCursor& m_cursor;
    Selection& m_selection;
    std::shared_ptr<const SampleRecord> m_record;
    std::vector<Layer> m_layers;
    NodeId m_node = 0;                   // of the layer shown
    std::int64_t m_firstUnit = -1, m_lastUnit = -1;
    bool m_stale = false;                // hidden when a record came
    std::int64_t m_led = -1;             // step that a growing sample led the cursor to
    bool m_followed = true;              // the cursor's follow flag when last looked at
    QTimer m_limit, m_replay;
    QElapsedTimer m_sinceRefresh;

    QStackedWidget* m_pages = nullptr;
    QLabel *m_header = nullptr, *m_chip = nullptr, *m_position = nullptr, *m_emptyText = nullptr;
    QComboBox *m_layerBox = nullptr, *m_quantityBox = nullptr;
    bool m_wantsRaster = true, m_wantsPlayer = true, m_wantsOutput = true;
    QString m_quantity;                  // chosen by the user; empty: the membrane
    QToolButton *m_follow = nullptr, *m_play = nullptr, *m_views = nullptr, *m_loop = nullptr;
    QLineEdit* m_goTo = nullptr;
    RasterView* m_raster = nullptr;
    HeatmapView* m_heatmap = nullptr;
    TraceView* m_trace = nullptr;
    DvsPlayer* m_player = nullptr;
    OutputBars* m_output = nullptr;
    QWidget* m_side = nullptr;           // player and output
};

} // namespace spw::ui
