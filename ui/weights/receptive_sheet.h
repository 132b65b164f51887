// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/weights/weight_picture.h"

#include <QImage>
#include <QJsonObject>
#include <QWidget>

namespace spw::ui {

/// What each post unit looks for: the weights that lead to it as a picture, one tile a unit. The tiles fill the room there
/// is; a weight is a whole number of pixels wide as long as that fits. Wheel zooms, a drag pans, a double click shows all.
class ReceptiveSheet : public QWidget {
    Q_OBJECT
public:
    explicit ReceptiveSheet(QWidget* parent = nullptr);

    void setPicture(std::shared_ptr<const WeightPicture> picture);
    /// Outlines a tile and one weight of it; -1: none.
    void setSelected(std::int64_t post, std::int64_t pre);
    void fit();

    /// The tile of a unit in pixels of this widget.
    QRectF tileRect(std::int64_t post) const;
    /// Middle of one weight.
    QPointF weightPoint(std::int64_t post, std::int64_t pre) const;
    QString hoverText(const QPointF& position) const;
    QString title() const;
    QJsonObject describe() const;

Q_SIGNALS:
    void chosen(qint64 post, qint64 pre);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Hit {
        std::int64_t post = -1, pre = -1;
    };
    QRect room() const;
    void layOut();
    void compose();
    void keepInside();
    Hit at(const QPointF& position) const;

    std::shared_ptr<const WeightPicture> m_picture;
    QImage m_image;                          // all tiles, a pixel a weight, with gaps of one
    std::int64_t m_columns = 1, m_rows = 1;
    double m_fitScale = 1, m_zoom = 1;
    QPointF m_offset;                        // of the image in the room
    std::int64_t m_post = -1, m_pre = -1;
    QPointF m_pressed, m_last;
    bool m_down = false, m_dragged = false;
};

} // namespace spw::ui
