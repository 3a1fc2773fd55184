package io.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Verdict UNAUTHENTICATED = new Verdict.Unauthenticated();
    private static final Verdict WRONG = new Verdict.WrongCredentials();

    @TempDir
    private Path directory;

    private Path file;
    private AccessRules rules;

    /** One thread, and one password that may wait for it. */
    private final ThreadPoolExecutor checker =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));

    @BeforeEach
    void readRules() throws IOException {
        file = directory.resolve("access.json");
        Files.writeString(file, RulesText.with("""
                        {"read": ["*"], "write": []}""", """
                        {
                          "/live/": {"write": ["@publishers"]},
                          "/live/zoë/": {"write": ["zoë"]},
                          "/private/": {"read": ["packager", "zoë"], "write": ["packager"]},
                          "/closed/": {"read": ["@nobody"]}
                        }"""));
        rules = AccessRules.watch(file, NEVER, checker);
    }

    @AfterEach
    void close() {
        rules.close();
    }

    @Test
    void openRulesAllowEverythingToAnybody() {
        try (AccessRules open = AccessRules.open()) {
            assertEquals(
                    allowed(),
                    open.check(Credentials.NONE, Action.WRITE, "/live/")
                            .toCompletableFuture()
                            .join());
        }
    }

    @Test
    void whereAnybodyMayNobodyIsAsked() {
        assertEquals(allowed(), verdict(Credentials.NONE, Action.READ, "/live/"));
    }

    @Test
    void whereAnybodyMayAWrongPasswordDoesNotMatter() {
        assertEquals(allowed(), verdict(RulesText.password("encoder", "wrong"), Action.READ, "/live/"));
        assertEquals(0, rules.counters().passwordChecks.sum());
    }

    @Test
    void whoOffersNothingIsAskedForAName() {
        assertEquals(UNAUTHENTICATED, verdict(Credentials.NONE, Action.WRITE, "/live/"));
    }

    @Test
    void aUserWithTheRightPasswordIsAllowed() {
        assertEquals(allowed("packager"), verdict(RulesText.user("packager"), Action.READ, "/private/"));
    }

    @Test
    void aMemberOfAGroupIsAllowedWhatTheGroupIs() {
        assertEquals(allowed("encoder"), verdict(RulesText.user("encoder"), Action.WRITE, "/live/"));
    }

    @Test
    void aUserWhomTheListDoesNotNameIsForbidden() {
        assertEquals(forbidden("packager"), verdict(RulesText.user("packager"), Action.WRITE, "/live/"));
    }

    @Test
    void aWrongPasswordProvesNobody() {
        assertEquals(WRONG, verdict(RulesText.password("encoder", "wrong"), Action.WRITE, "/live/"));
    }

    @Test
    void anUnknownUserIsNotToldFromAWrongPassword() {
        assertEquals(WRONG, verdict(RulesText.password("stranger", "wrong"), Action.WRITE, "/live/"));
    }

    @Test
    void thePasswordOfAnUnknownUserIsCheckedAllTheSame() {
        verdict(RulesText.password("stranger", "wrong"), Action.WRITE, "/live/");
        assertEquals(1, rules.counters().passwordChecks.sum());
    }

    @Test
    void anUnknownUserWithThePasswordOfAKnownOneProvesNobody() {
        for (String password : new String[] {"encoder-secret", "packager-secret", "zoë-secret"}) {
            assertEquals(WRONG, verdict(RulesText.password("stranger", password), Action.WRITE, "/live/"));
        }
    }

    @Test
    void aUserWithoutAPasswordCanNotComeInWithAnEmptyOne() {
        assertEquals(WRONG, verdict(RulesText.password("robot", ""), Action.WRITE, "/live/"));
    }

    @Test
    void namesAndPasswordsAreUtf8() {
        assertEquals(allowed("zoë"), verdict(RulesText.user("zoë"), Action.WRITE, "/live/zoë/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer abc", "Basic", "Basic ", "Basic %%%", "Basic ZW5jb2Rlcg==", "Basic /zpzZWNyZXQ=", ""})
    void aHeaderThatCanNotBeReadProvesNobody(String header) {
        assertEquals(WRONG, verdict(RulesText.header(header), Action.WRITE, "/live/"));
    }

    @Test
    void theNameOfTheSchemeMayBeInAnyCase() {
        String header = RulesText.user("encoder").authorization().orElseThrow().replace("Basic", "bAsIc");
        assertEquals(allowed("encoder"), verdict(RulesText.header(header), Action.WRITE, "/live/"));
    }

    @Test
    void aVerifiedCertificateIsEnough() {
        assertEquals(allowed("robot"), verdict(RulesText.certificate("CN=robot"), Action.WRITE, "/live/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=packager,O=Example", "cn=Packager, o=EXAMPLE", "CN=packager,O=#0c074578616d706c65"})
    void subjectsThatAreTheSameAreComparedAsTheSame(String subject) {
        assertEquals(allowed("packager"), verdict(RulesText.certificate(subject), Action.WRITE, "/private/"));
    }

    @Test
    void theOrderWithinASubjectMatters() {
        assertEquals(
                UNAUTHENTICATED, verdict(RulesText.certificate("O=Example,CN=packager"), Action.WRITE, "/private/"));
    }

    @Test
    void aCertificateOfNobodyCountsAsNone() {
        assertEquals(UNAUTHENTICATED, verdict(RulesText.certificate("CN=stranger"), Action.WRITE, "/live/"));
    }

    @Test
    void aCertificateOfAUserWhomTheListDoesNotNameIsForbidden() {
        assertEquals(forbidden("robot"), verdict(RulesText.certificate("CN=robot"), Action.WRITE, "/private/"));
    }

    @Test
    void aPasswordHelpsWhereTheCertificateDoesNot() {
        Credentials both = new Credentials(RulesText.user("packager").authorization(), Optional.of("CN=robot"));
        assertEquals(allowed("packager"), verdict(both, Action.WRITE, "/private/"));
    }

    @Test
    void aDirectoryForNobodyIsForbiddenWithoutAPasswordBeingAskedFor() {
        assertEquals(new Verdict.Forbidden(Optional.empty()), verdict(Credentials.NONE, Action.READ, "/closed/"));
    }

    @Test
    void aDirectoryHasTheRulesOfThatWhichItLiesIn() {
        assertEquals(UNAUTHENTICATED, verdict(Credentials.NONE, Action.READ, "/private/a/b/"));
    }

    @Test
    void theLongerDirectoryDecidesAlone() {
        assertEquals(forbidden("encoder"), verdict(RulesText.user("encoder"), Action.WRITE, "/live/zoë/"));
    }

    @Test
    void whatNoDirectorySaysTheDefaultSays() {
        assertEquals(new Verdict.Forbidden(Optional.empty()), verdict(RulesText.user("zoë"), Action.WRITE, "/other/"));
    }

    @Test
    void theSamePasswordIsCheckedOnce() {
        verdict(RulesText.user("encoder"), Action.WRITE, "/live/");
        verdict(RulesText.user("encoder"), Action.WRITE, "/live/other/");
        assertEquals(1, rules.counters().passwordChecks.sum());
    }

    @Test
    void aPasswordThatWasCheckedIsAnsweredAtOnce() {
        verdict(RulesText.user("encoder"), Action.WRITE, "/live/");
        assertTrue(check(RulesText.user("encoder"), "/live/").isDone());
    }

    @Test
    void theCallerDoesNotWaitForAPassword() {
        CountDownLatch hold = new CountDownLatch(1);
        holdTheChecker(hold);
        CompletableFuture<Verdict> verdict = check(RulesText.user("encoder"), "/live/");
        assertFalse(verdict.isDone());
        hold.countDown();
        assertEquals(allowed("encoder"), verdict.join());
    }

    @Test
    void requestsWithTheSameHeaderWaitForOneCheck() {
        CountDownLatch hold = new CountDownLatch(1);
        holdTheChecker(hold);
        CompletableFuture<Verdict> one = check(RulesText.user("encoder"), "/live/");
        CompletableFuture<Verdict> other = check(RulesText.user("encoder"), "/live/");
        hold.countDown();
        assertEquals(allowed("encoder"), one.join());
        assertEquals(allowed("encoder"), other.join());
        assertEquals(1, rules.counters().passwordChecks.sum());
    }

    @Test
    void moreThanMayWaitAreToldToComeBack() {
        CountDownLatch hold = new CountDownLatch(1);
        holdTheChecker(hold);
        CompletableFuture<Verdict> _ = check(RulesText.password("encoder", "1"), "/live/");
        assertEquals(
                new Verdict.Busy(),
                check(RulesText.password("encoder", "2"), "/live/").join());
        hold.countDown();
    }

    @Test
    void whoCameTooManyIsCheckedLater() {
        CountDownLatch hold = new CountDownLatch(1);
        holdTheChecker(hold);
        CompletableFuture<Verdict> before = check(RulesText.password("encoder", "1"), "/live/");
        assertEquals(
                new Verdict.Busy(), check(RulesText.user("encoder"), "/live/").join());
        hold.countDown();
        before.join();
        assertEquals(allowed("encoder"), verdict(RulesText.user("encoder"), Action.WRITE, "/live/"));
    }

    @Test
    void aCertificateDoesNotWaitForPasswords() {
        CountDownLatch hold = new CountDownLatch(1);
        holdTheChecker(hold);
        assertTrue(check(RulesText.certificate("CN=robot"), "/live/").isDone());
        hold.countDown();
    }

    @Test
    void changedRulesForgetWhatWasChecked() throws IOException {
        verdict(RulesText.user("encoder"), Action.WRITE, "/live/");
        String text = Files.readString(file);
        int hash = text.indexOf("$2y$");
        Files.writeString(
                file, text.substring(0, hash) + RulesText.hash("another") + text.substring(text.indexOf('"', hash)));
        rules.refresh();
        assertEquals(WRONG, verdict(RulesText.user("encoder"), Action.WRITE, "/live/"));
        assertEquals(allowed("encoder"), verdict(RulesText.password("encoder", "another"), Action.WRITE, "/live/"));
    }

    @Test
    void secretsAreLeftOutWhereCredentialsArePrinted() {
        Credentials credentials = RulesText.user("encoder");
        assertFalse(credentials.toString().contains(credentials.authorization().orElseThrow()));
    }

    private void holdTheChecker(CountDownLatch hold) {
        CountDownLatch held = new CountDownLatch(1);
        checker.execute(() -> {
            held.countDown();
            await(hold);
        });
        await(held);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<Verdict> check(Credentials credentials, String directory) {
        return rules.check(credentials, Action.WRITE, directory).toCompletableFuture();
    }

    private Verdict verdict(Credentials credentials, Action action, String directory) {
        return rules.check(credentials, action, directory).toCompletableFuture().join();
    }

    private static Verdict allowed() {
        return new Verdict.Allowed(Optional.empty());
    }

    private static Verdict allowed(String user) {
        return new Verdict.Allowed(Optional.of(user));
    }

    private static Verdict forbidden(String user) {
        return new Verdict.Forbidden(Optional.of(user));
    }
}
