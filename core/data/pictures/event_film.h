// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/event_reader.h"
#include "core/data/pictures/picture_writer.h"

#include <functional>
#include <memory>
#include <optional>

namespace spw {

struct FilmOptions {
    std::int64_t microsPerPicture = 40000;         // from one picture to the next
    std::int64_t accumulateMicros = 0;             // of events that a picture shows; 0: as long as until the next one
    int framesPerSecond = 25, scale = 1;
    Rgb background{20, 22, 26}, on{255, 176, 58}, off{64, 156, 255};   // told apart with any colour vision
    std::optional<std::int64_t> from, to;          // times; absent: all of the recording
    bool upsideDown = false;                       // for a recording whose origin is at the lower left
    std::function<bool(double)> progress = {};     // false: stop
};

/// Shows a recording as pictures of the last polarity at each pixel, in bounded memory. Times that go back are shown with the
/// picture of their turn.
/// @param make  called once, with the size that the sensor turned out to have.
/// @return the number of pictures, -1 if it was stopped.  @throws Error, also if there would be more than 100 000 pictures.
std::int64_t filmEvents(EventReader& reader, const FilmOptions& options,
                        const std::function<std::unique_ptr<PictureWriter>(const FilmFormat&)>& make);

} // namespace spw
