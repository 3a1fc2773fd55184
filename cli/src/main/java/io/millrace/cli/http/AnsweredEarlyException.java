package io.millrace.cli.http;

import java.io.IOException;

/** The server has answered although the body has not ended: it takes no more of it. */
public final class AnsweredEarlyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    AnsweredEarlyException(Answer answer) {
        super(answer.said());
        this.answer = answer;
    }

    /** What it has answered. */
    public Answer answer() {
        return answer;
    }
}
