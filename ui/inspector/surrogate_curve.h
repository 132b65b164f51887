// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <QWidget>

namespace spw::ui {

/// Small picture of a surrogate's derivative around the threshold.
class SurrogateCurve : public QWidget {
    Q_OBJECT
public:
    explicit SurrogateCurve(QWidget* parent = nullptr);
    /// @param values  of a neuron: its surrogate and that one's numbers.
    void setSurrogate(const ParamValues& values);
    QSize sizeHint() const override { return {160, 72}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ParamValues m_values;
};

} // namespace spw::ui
