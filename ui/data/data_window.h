// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "ui/model/time_cursor.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QSpinBox;
class QStackedWidget;
class QTreeWidget;

namespace spw::ui {

class DownloadTask;
class DvsPlayer;

/// A look into a dataset node: how many samples of which class there are, and each of them as events or as a picture.
/// Files are read on another thread.
class DataWindow : public QDialog {
    Q_OBJECT
public:
    /// @param values  checked values of the node; relative paths start at `base`.
    DataWindow(const QString& title, const std::string& type, const ParamValues& values, const std::filesystem::path& base,
               QWidget* parent);
    ~DataWindow() override;

    void show(Split split, std::int64_t index);
    bool isReady() const { return m_dataset != nullptr; }
    QString summary() const;
    /// Fetches the dataset's files into a folder and opens them. @param mirror  another server; empty: the publisher's.
    void download(const QString& folder, const QString& mirror = {});
    const DvsPlayer& player() const { return *m_player; }
    QImage picture() const { return m_image; }

Q_SIGNALS:
    void ready();
    void shown();
    /// The files were fetched; `param` of the node is their place.
    void fetched(const QString& param, const QString& folder);

private:
    struct Counts {
        std::vector<std::array<std::int64_t, 2>> ofClass;   // train, test
        std::int64_t train = 0, test = 0;
    };
    void take(std::shared_ptr<const Dataset> dataset, const Counts& counts);
    void open();
    void refuse(const QString& error);
    void askFolder();
    void load();
    void take(std::shared_ptr<const Sample> sample);
    void paintPicture();

    std::string m_type;
    ParamValues m_values;
    std::filesystem::path m_base;
    QString m_folder;                // that files are fetched into
    DownloadTask* m_task;
    QPushButton *m_get, *m_cancel;
    QProgressBar* m_progress;
    std::shared_ptr<const Dataset> m_dataset;
    std::shared_ptr<const Sample> m_sample;
    std::shared_ptr<const PlainTensor> m_tensor;
    TimeCursor m_time;
    QLabel *m_summary, *m_label, *m_picture;
    QTreeWidget* m_classes;
    QComboBox* m_split;
    QSpinBox* m_index;
    QSlider* m_step;
    QStackedWidget* m_view;
    DvsPlayer* m_player;
    QImage m_image;
    bool m_sequence = false;
    int m_asked = 0;   // the newest of the samples asked for
};

} // namespace spw::ui
