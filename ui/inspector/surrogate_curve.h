// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>
#include <string>

namespace spw::ui {

/// Small picture of a surrogate's derivative around the threshold.
class SurrogateCurve : public QWidget {
    Q_OBJECT
public:
    explicit SurrogateCurve(QWidget* parent = nullptr);
    /// @param alpha  nullopt: the surrogate's own default.
    void setSurrogate(const std::string& id, std::optional<double> alpha);
    QSize sizeHint() const override { return {160, 72}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::string m_id;
    std::optional<double> m_alpha;
};

} // namespace spw::ui
