// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/download.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/md5.h"
#include "core/data/sha256.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <mutex>
#include <vector>

namespace spw {

namespace {

namespace fs = std::filesystem;

/// The file that is being filled, and what its server said of it.
class Part {
public:
    explicit Part(const fs::path& file)
        : m_path(file.string() + ".part"), m_tagPath(file.string() + ".part.tag")
    {
        m_handle = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (m_handle < 0)
            fail("cannot be written");
        std::error_code missing;
        if (const auto bytes = fs::file_size(m_tagPath, missing); !missing && bytes < 4096)
            m_tag = readFile(m_tagPath, 4096);
        m_size = std::uint64_t(std::max<off_t>(::lseek(m_handle, 0, SEEK_END), 0));
        if (m_tag.empty())
            restart();   // nothing says that the server still has the same file
    }
    ~Part()
    {
        if (m_handle >= 0)
            ::close(m_handle);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    const fs::path& path() const { return m_path; }
    std::uint64_t size() const { return m_size; }
    const std::string& tag() const { return m_tag; }

    void restart()
    {
        if (::ftruncate(m_handle, 0) != 0 || ::lseek(m_handle, 0, SEEK_SET) != 0)
            fail("cannot be emptied");
        m_size = 0;
        setTag({});
    }
    void setTag(const std::string& tag)
    {
        m_tag = tag;
        std::error_code ignored;
        if (tag.empty())
            fs::remove(m_tagPath, ignored);
        else
            writeFileAtomically(m_tagPath, tag);
    }
    void write(const char* bytes, std::size_t count)
    {
        while (count > 0) {
            const ssize_t written = ::write(m_handle, bytes, count);
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                fail("cannot be written");
            bytes += written, count -= std::size_t(written), m_size += std::uint64_t(written);
        }
    }
    void finish(const fs::path& file)
    {
        if (::fsync(m_handle) != 0)
            fail("cannot be written");
        ::close(m_handle);
        m_handle = -1;
        fs::rename(m_path, file);
        std::error_code ignored;
        fs::remove(m_tagPath, ignored);
    }
    void discard()
    {
        std::error_code ignored;
        fs::remove(m_path, ignored);
        fs::remove(m_tagPath, ignored);
    }

private:
    [[noreturn]] void fail(const char* what) const
    {
        throw Error(std::string("The file ") + what + ": " + std::strerror(errno) + ".", m_path.string(),
                    "Check the folder, its rights and the free space.");
    }

    fs::path m_path, m_tagPath;
    int m_handle = -1;
    std::uint64_t m_size = 0;
    std::string m_tag;   // ETag or Last-Modified
};

/// One connection; curl calls back into it. Nothing is thrown through curl.
struct Transfer {
    Part& part;
    const DownloadRequest& request;
    std::uint64_t start = 0;               // where this connection goes on
    long status = 0;
    std::uint64_t total = 0;               // of the whole file; 0: not told
    std::string etag = {}, modified = {};
    bool begun = false, stopped = false, tooLong = false;
    std::exception_ptr error = nullptr;

    void header(std::string line)
    {
        while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' '))
            line.pop_back();
        if (line.rfind("HTTP/", 0) == 0) {   // a new answer, after a redirection
            etag.clear(), modified.clear();
            total = 0;
            status = 0;
            if (const std::size_t space = line.find(' '); space != std::string::npos)
                status = std::strtol(line.c_str() + space, nullptr, 10);
            return;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos)
            return;
        std::string name = line.substr(0, colon);
        for (char& c : name)
            c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
        const std::size_t from = line.find_first_not_of(' ', colon + 1);
        const std::string value = from == std::string::npos ? "" : line.substr(from);
        if (name == "etag" && value.rfind("W/", 0) != 0)   // a weak one does not tell bytes apart
            etag = value;
        else if (name == "last-modified")
            modified = value;
        else if (name == "content-length" && total == 0)
            total = std::strtoull(value.c_str(), nullptr, 10) + (status == 206 ? start : 0);
    }

    void body(const char* bytes, std::size_t count)
    {
        if (!begun) {
            begun = true;
            if (status != 206 && part.size() > 0)
                part.restart();            // the server sends all of it: it cannot go on, or has another file now
            part.setTag(!etag.empty() ? etag : modified);
        }
        if (part.size() + count > request.mostBytes) {
            tooLong = true;
            return;
        }
        part.write(bytes, count);
    }
};

std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* to)
{
    auto& transfer = *static_cast<Transfer*>(to);
    try {
        transfer.header(std::string(bytes, size * count));
        return size * count;
    } catch (...) {
        transfer.error = std::current_exception();
        return 0;
    }
}

std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* to)
{
    auto& transfer = *static_cast<Transfer*>(to);
    try {
        if (transfer.status != 200 && transfer.status != 206)
            return size * count;           // the page of an error
        transfer.body(bytes, size * count);
        return transfer.tooLong ? 0 : size * count;
    } catch (...) {
        transfer.error = std::current_exception();
        return 0;
    }
}

int onProgress(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    auto& transfer = *static_cast<Transfer*>(to);
    try {
        transfer.stopped = transfer.request.progress && !transfer.request.progress(transfer.part.size(), transfer.total);
    } catch (...) {
        transfer.error = std::current_exception();
        transfer.stopped = true;
    }
    return transfer.stopped;
}

struct Connection {
    CURL* curl = nullptr;
    curl_slist* headers = nullptr;
    ~Connection()
    {
        curl_slist_free_all(headers);
        curl_easy_cleanup(curl);
    }
};

CURLcode run(Transfer& transfer)
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    Connection c;
    c.curl = curl_easy_init();
    if (!c.curl)
        throw Error("The download cannot be started.", transfer.request.url, "Free some memory and try again.");
    constexpr long kConnectSeconds = 30, kSilentSeconds = 60;
    curl_easy_setopt(c.curl, CURLOPT_URL, transfer.request.url.c_str());
    curl_easy_setopt(c.curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c.curl, CURLOPT_REDIR_PROTOCOLS_STR, transfer.request.url.rfind("https", 0) == 0 ? "https" : "http,https");
    curl_easy_setopt(c.curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(c.curl, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(c.curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c.curl, CURLOPT_USERAGENT, "Spikewright");
    curl_easy_setopt(c.curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(c.curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c.curl, CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
    curl_easy_setopt(c.curl, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(c.curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(c.curl, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(c.curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(c.curl, CURLOPT_XFERINFOFUNCTION, onProgress);
    curl_easy_setopt(c.curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(c.curl, CURLOPT_NOPROGRESS, 0L);
    if (transfer.start > 0) {
        // Written as headers, not as CURLOPT_RANGE: an answer with all of the file must not be an error.
        c.headers = curl_slist_append(c.headers, ("Range: bytes=" + std::to_string(transfer.start) + "-").c_str());
        c.headers = curl_slist_append(c.headers, ("If-Range: " + transfer.part.tag()).c_str());
        curl_easy_setopt(c.curl, CURLOPT_HTTPHEADER, c.headers);
    }
    const CURLcode code = curl_easy_perform(c.curl);
    if (transfer.error)
        std::rethrow_exception(transfer.error);
    return code;
}

/// The network may do better at a second try.
bool isPassing(CURLcode code)
{
    switch (code) {
    case CURLE_PARTIAL_FILE: case CURLE_RECV_ERROR: case CURLE_SEND_ERROR: case CURLE_OPERATION_TIMEDOUT: case CURLE_GOT_NOTHING:
    case CURLE_COULDNT_CONNECT: case CURLE_HTTP2: case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

} // namespace

bool hasChecksum(const fs::path& file, const std::string& checksum)
{
    const std::size_t colon = checksum.find(':');
    const std::string kind = checksum.substr(0, colon);
    if (colon == std::string::npos || (kind != "md5" && kind != "sha256"))
        throw Error("'" + checksum + "' is no checksum.", file.string(), "Write md5:... or sha256:....");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return false;
    Md5 md5;
    Sha256 sha;
    std::vector<char> block(std::size_t(1) << 20);
    while (in.read(block.data(), std::streamsize(block.size())), in.gcount() > 0) {
        if (kind == "md5")
            md5.add(block.data(), std::size_t(in.gcount()));
        else
            sha.add(block.data(), std::size_t(in.gcount()));
    }
    return (kind == "md5" ? md5.hex() : sha.hex()) == checksum.substr(colon + 1);
}

bool download(const DownloadRequest& request)
{
    std::error_code ignored;
    if (fs::exists(request.file, ignored)) {
        if (!request.checksum.empty() && hasChecksum(request.file, request.checksum))
            return true;
        throw Error(request.checksum.empty() ? "The file is there already." : "The file is there already, and is not the one that is published.",
                    request.file.string(), "Move it away, or choose another folder.");
    }
    fs::create_directories(request.file.parent_path(), ignored);
    Part part(request.file);
    bool whole = false;
    for (int attempt = 1; !whole; ++attempt) {
        Transfer transfer{.part = part, .request = request, .start = part.size()};
        const CURLcode code = run(transfer);
        if (transfer.stopped)
            return false;
        if (transfer.tooLong)
            throw Error("The file has more than " + std::to_string(request.mostBytes) + " bytes.", request.url, "Check the address.");
        if (transfer.status == 416 && transfer.start > 0) {   // nothing is behind what we have: it was whole, or is another file
            if (!request.checksum.empty() && hasChecksum(part.path(), request.checksum))
                break;
            part.restart();
            if (attempt < request.attempts)
                continue;
        }
        if (code == CURLE_OK && transfer.status >= 400)
            throw Error("The server answers " + std::to_string(transfer.status) + ".", request.url,
                        transfer.status == 404 ? "The file has moved: look at the publisher's page, and put the file into the folder yourself."
                                               : "Try again later, or put the file into the folder yourself.");
        whole = code == CURLE_OK && transfer.begun && (transfer.total == 0 || part.size() == transfer.total);
        if (whole)
            break;
        if (code == CURLE_OK && !transfer.begun && transfer.status == 200) {   // an empty file
            part.restart();
            break;
        }
        if (attempt >= request.attempts || (code != CURLE_OK && !isPassing(code)))
            throw Error(std::string("The download broke: ") + (code == CURLE_OK ? "the server sent less than it said" : curl_easy_strerror(code)) + ".",
                        request.url, "Check the network and try again: it goes on after the "
                                         + std::to_string(part.size()) + " bytes that are here.");
    }
    if (!request.checksum.empty() && !hasChecksum(part.path(), request.checksum)) {
        part.discard();
        throw Error("What was downloaded is not the published file: its checksum differs.", request.url,
                    "Try again. If it happens twice, the publisher has changed the file: get it from the publisher's page.");
    }
    part.finish(request.file);
    return true;
}

} // namespace spw
