// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QJsonObject>

#include <vector>

class QAbstractAxis;
class QLineSeries;
class QScatterSeries;
class QValueAxis;

namespace spw::ui {

/// One chart of curves over epochs in the colours of the theme. Curves differ by marker shape and dash as well as by colour.
class CurveChart : public QChartView {
    Q_OBJECT
public:
    CurveChart(const QString& title, const QString& unit, QWidget* parent = nullptr);

    /// Adds a curve; `faint` ones lie behind, thin and without markers.
    int addCurve(const QString& name, int color, bool faint);
    void setPoints(int curve, const QList<QPointF>& points);
    QList<QPointF> points(int curve) const;
    QString curveName(int curve) const;
    /// Logarithmic ordinate; values that are not positive are left out of it.
    void setLog(bool log);
    /// Fixed ends of the ordinate; otherwise they fit the points.
    void setLimits(double low, double high);
    /// What the abscissa counts, in place of epochs.
    void setAbscissa(const QString& name);
    /// Fits the axes to the points, from 0 to at least `epochs`.
    void fitAxes(double epochs);

    QJsonObject describe() const;

Q_SIGNALS:
    /// The pointer is on a point: what it says; empty when it left.
    void hovered(const QString& text);

private:
    struct Curve {
        QString name;
        int color = 0;
        bool faint = false;
        QLineSeries* line = nullptr;
        QScatterSeries* marks = nullptr;
        QList<QPointF> points;
    };

    void applyTheme();
    void hideLineMarkers();
    void show(const Curve& curve);

    QChart* m_chart;
    QValueAxis* m_x;
    QAbstractAxis* m_y = nullptr;
    QString m_unit, m_abscissa;
    std::vector<Curve> m_curves;
    double m_low = 0, m_high = 0, m_epochs = 1;          // fixed limits if m_high > m_low
    bool m_log = false;
};

} // namespace spw::ui
