// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <QJsonObject>
#include <QWidget>

namespace spw::ui {

/// The readout of the sample as one bar per class; the true class and the prediction are named in words. If there is no room
/// for all classes, the largest ones are shown and the rest is counted.
class OutputBars : public QWidget {
    Q_OBJECT
public:
    explicit OutputBars(QWidget* parent = nullptr);

    void setRecord(std::shared_ptr<const SampleRecord> record);
    QSize sizeHint() const override { return {240, 120}; }
    QJsonObject describe() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<std::size_t> shownClasses() const;
    QString className(std::size_t index) const;
    int rowHeight() const;

    std::shared_ptr<const SampleRecord> m_record;
};

} // namespace spw::ui
