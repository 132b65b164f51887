// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// A web server on 127.0.0.1 that serves one file and misbehaves as told.
class LocalServer {
public:
    std::string content, etag = "\"one\"";
    bool ranges = true;
    std::size_t cutAfter = 0;              // bytes of a body, once; 0: never
    bool cutAlways = false;
    int status = 200;
    std::string location;                  // of a redirection from any other path

    LocalServer()
    {
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(m_socket, 8) != 0
            || ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
            qFatal("no port on 127.0.0.1");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~LocalServer()
    {
        ::shutdown(m_socket, SHUT_RDWR);
        ::close(m_socket);
        m_thread.join();
    }
    std::string url(const std::string& path = "/file.bin") const { return "http://127.0.0.1:" + std::to_string(m_port) + path; }
    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    static void sendAll(int to, std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            bytes.remove_prefix(std::size_t(sent));
        }
    }
    void serve()
    {
        while (true) {
            const int client = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0)
                return;
            std::string request;
            char block[4096];
            while (request.find("\r\n\r\n") == std::string::npos) {
                const ssize_t got = ::recv(client, block, sizeof block, 0);
                if (got <= 0)
                    break;
                request.append(block, std::size_t(got));
            }
            {
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(request);
            }
            answer(client, request);
            ::shutdown(client, SHUT_RDWR);
            ::close(client);
        }
    }
    void answer(int client, const std::string& request)
    {
        if (!location.empty() && request.rfind("GET /file.bin", 0) != 0)
            return sendAll(client, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        if (status != 200)
            return sendAll(client, "HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsad!");
        std::size_t from = 0;
        const std::size_t range = request.find("Range: bytes="), condition = request.find("If-Range: ");
        const bool same = condition == std::string::npos || request.compare(condition + 10, etag.size(), etag) == 0;
        if (ranges && same && range != std::string::npos)
            from = std::strtoul(request.c_str() + range + 13, nullptr, 10);
        if (from > 0 && from >= content.size())
            return sendAll(client, "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        std::string body = content.substr(from);
        sendAll(client, (from > 0 ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(from) + "-"
                                        + std::to_string(content.size() - 1) + "/" + std::to_string(content.size()) + "\r\n"
                                  : std::string("HTTP/1.1 200 OK\r\n"))
                            + "ETag: " + etag + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n");
        if (cutAfter > 0 && cutAfter < body.size()) {
            body.resize(cutAfter);
            if (!cutAlways)
                cutAfter = 0;
        }
        sendAll(client, body);
    }

    int m_socket = -1, m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::thread m_thread;
};
