// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/video_module.h"

#include "core/base/error.h"
#include "core/data/writers/output_file.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libavutil/opt.h>
}

#include <algorithm>

namespace spw::cli {
namespace {

/// Studio range, as every player expects of a film without a note (ITU-R BT.601).
struct Yuv {
    std::uint8_t y, u, v;
};

Yuv yuvOf(const Rgb& c)
{
    const double r = c.r, g = c.g, b = c.b;
    const auto byte = [](double v) { return std::uint8_t(std::clamp(v + 0.5, 0.0, 255.0)); };
    return {byte(16 + 0.256788 * r + 0.504129 * g + 0.097906 * b), byte(128 - 0.148223 * r - 0.290993 * g + 0.439216 * b),
            byte(128 + 0.439216 * r - 0.367788 * g - 0.071427 * b)};
}

class Mp4Writer final : public PictureWriter {
public:
    Mp4Writer(const std::filesystem::path& file, const FilmFormat& format) : m_path(file.string()), m_file(file), m_format(format)
    {
        for (const Rgb& colour : format.colours)
            m_colours.push_back(yuvOf(colour));
        av_log_set_level(AV_LOG_ERROR);
        const AVCodec* codec = nullptr;
        for (const char* name : {"libx264", "libopenh264", "mpeg4"})
            if (!codec)
                codec = avcodec_find_encoder_by_name(name);
        if (!codec)
            throw MissingDeviceError("FFmpeg's libraries have no encoder for MP4 (libx264, libopenh264 or mpeg4).", m_path,
                                     "Install the full libavcodec, or write a .gif or a folder of pictures.");
        check(avformat_alloc_output_context2(&m_container, nullptr, "mp4", nullptr), "open");
        m_container->flags |= AVFMT_FLAG_BITEXACT;   // no date, no version: the same events give the same bytes
        AVStream* stream = avformat_new_stream(m_container, nullptr);
        m_codec = avcodec_alloc_context3(codec);
        m_frame = av_frame_alloc();
        m_packet = av_packet_alloc();
        check(stream && m_codec && m_frame && m_packet ? 0 : AVERROR(ENOMEM), "open");
        m_codec->width = m_frame->width = int(format.width + format.width % 2);
        m_codec->height = m_frame->height = int(format.height + format.height % 2);
        m_codec->pix_fmt = AV_PIX_FMT_YUV420P;
        m_frame->format = AV_PIX_FMT_YUV420P;
        m_codec->time_base = {1, format.framesPerSecond};
        m_codec->framerate = {format.framesPerSecond, 1};
        m_codec->gop_size = format.framesPerSecond * 2;
        m_codec->thread_count = 1;
        m_codec->flags |= AV_CODEC_FLAG_BITEXACT;
        m_codec->bit_rate = std::max<std::int64_t>(800'000, std::int64_t(m_codec->width) * m_codec->height * format.framesPerSecond / 4);
        av_opt_set(m_codec->priv_data, "crf", "18", 0);   // libx264 takes these, others have no such option
        av_opt_set(m_codec->priv_data, "preset", "veryfast", 0);
        if (m_container->oformat->flags & AVFMT_GLOBALHEADER)
            m_codec->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        check(avcodec_open2(m_codec, codec, nullptr), "start the encoder of");
        check(avcodec_parameters_from_context(stream->codecpar, m_codec), "describe");
        stream->time_base = m_codec->time_base;
        check(av_frame_get_buffer(m_frame, 0), "make a picture of");
        check(avio_open(&m_container->pb, m_file.temporary().c_str(), AVIO_FLAG_WRITE), "open");
        check(avformat_write_header(m_container, nullptr), "begin");
    }

    ~Mp4Writer() override
    {
        if (m_container && m_container->pb)
            avio_closep(&m_container->pb);
        av_packet_free(&m_packet);
        av_frame_free(&m_frame);
        avcodec_free_context(&m_codec);
        avformat_free_context(m_container);
    }

    void add(std::span<const std::uint8_t> pixels) override
    {
        check(av_frame_make_writable(m_frame), "make a picture of");
        const auto width = std::size_t(m_format.width), height = std::size_t(m_format.height);
        const auto at = [&](std::size_t x, std::size_t y) {   // an odd side is made even by repeating its last line
            return m_colours[pixels[std::min(y, height - 1) * width + std::min(x, width - 1)]];
        };
        for (std::size_t y = 0; y < std::size_t(m_codec->height); ++y)
            for (std::size_t x = 0; x < std::size_t(m_codec->width); ++x)
                m_frame->data[0][y * std::size_t(m_frame->linesize[0]) + x] = at(x, y).y;
        for (std::size_t y = 0; y < std::size_t(m_codec->height) / 2; ++y)
            for (std::size_t x = 0; x < std::size_t(m_codec->width) / 2; ++x) {
                int u = 2, v = 2;
                for (const std::size_t k : {0, 1, 2, 3}) {
                    const Yuv c = at(2 * x + k % 2, 2 * y + k / 2);
                    u += c.u, v += c.v;
                }
                m_frame->data[1][y * std::size_t(m_frame->linesize[1]) + x] = std::uint8_t(u / 4);
                m_frame->data[2][y * std::size_t(m_frame->linesize[2]) + x] = std::uint8_t(v / 4);
            }
        m_frame->pts = m_count++;
        encode(m_frame);
    }

    void finish() override
    {
        encode(nullptr);
        check(av_write_trailer(m_container), "end");
        check(avio_closep(&m_container->pb), "close");
        m_file.commit();
    }

private:
    void check(int result, const char* what) const
    {
        if (result >= 0)
            return;
        char reason[AV_ERROR_MAX_STRING_SIZE] = {};
        av_strerror(result, reason, sizeof reason);
        throw Error(std::string("FFmpeg could not ") + what + " the film: " + reason + ".", m_path,
                    "Check the disk, or write a .gif or a folder of pictures.");
    }

    void encode(const AVFrame* frame)
    {
        check(avcodec_send_frame(m_codec, frame), "encode");
        for (;;) {
            const int result = avcodec_receive_packet(m_codec, m_packet);
            if (result == AVERROR(EAGAIN) || result == AVERROR_EOF)
                return;
            check(result, "encode");
            av_packet_rescale_ts(m_packet, m_codec->time_base, m_container->streams[0]->time_base);
            m_packet->stream_index = 0;
            m_packet->duration = av_rescale_q(1, m_codec->time_base, m_container->streams[0]->time_base);
            check(av_interleaved_write_frame(m_container, m_packet), "write");
        }
    }

    std::string m_path;
    OutputFile m_file;
    FilmFormat m_format;
    std::vector<Yuv> m_colours;
    AVFormatContext* m_container = nullptr;
    AVCodecContext* m_codec = nullptr;
    AVFrame* m_frame = nullptr;
    AVPacket* m_packet = nullptr;
    std::int64_t m_count = 0;
};

} // namespace

extern "C" void spwCreateVideo(const std::filesystem::path& file, const FilmFormat& format, std::unique_ptr<PictureWriter>& out)
{
    out = std::make_unique<Mp4Writer>(file, format);
}

} // namespace spw::cli
