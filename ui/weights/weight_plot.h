// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/weights/weight_picture.h"

#include <QJsonObject>

namespace spw::ui {

/// A plot whose axes are not time: the shared base of weight matrix, histogram and STDP window. A title above, a notice where
/// there is nothing, the colours of the theme; wheel zooms (Ctrl: only the upright axis), a drag pans, a double click shows all.
class WeightPlot : public QCustomPlot {
    Q_OBJECT
public:
    explicit WeightPlot(int rightMargin, QWidget* parent = nullptr);

    QRect plotArea() const { return axisRect()->rect(); }
    QString title() const { return m_title; }
    void fit();
    virtual QJsonObject describe() const;

protected:
    /// Where zooming and panning end; the view stays as it is unless it showed all of the old extent.
    void setExtent(QCPRange x, QCPRange y);
    void setTitle(const QString& text);
    /// A sentence in the middle instead of numbers at the axes; empty: none.
    void setNotice(const QString& text);

    virtual void applyTheme();
    virtual QString hoverText(const QPointF& position) const;
    virtual void clicked(const QPointF& position);

    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void zoom(QCPAxis* axis, const QCPRange& extent, double factor, double centre);
    void wrapNotice();
    void pan(QCPAxis* axis, const QCPRange& extent, double by);

    QCPRange m_xExtent{0, 1}, m_yExtent{0, 1};
    QCPItemText *m_titleItem = nullptr, *m_noticeItem = nullptr;
    QString m_title, m_noticeText;
    QPoint m_pressed, m_last;
    bool m_down = false, m_dragged = false;
};

} // namespace spw::ui
