package sdk

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const lin = "12066600001"

// object is a JSON object.
type object map[string]any

// double is a running WeChat double, and its phone.
type double struct {
	base, appid, secret string
	process             *exec.Cmd
}

func startDouble() (*double, error) {
	process := exec.Command(os.Getenv("OA_MINI_BINARY"), "wechat-double", "--listen", "127.0.0.1:0")
	stdout, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	// wechat-double: URL appid=… secret=…
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(line)
	appid, secret := strings.TrimPrefix(words[2], "appid="), strings.TrimPrefix(words[3], "secret=")
	return &double{base: words[1], appid: appid, secret: secret, process: process}, nil
}

func (d *double) stop() {
	_ = d.process.Process.Kill()
	_ = d.process.Wait()
}

// call is one of a phone or a test, which is not part of the SDK.
func (d *double) call(t *testing.T, call string, body object) object {
	t.Helper()
	sent, _ := json.Marshal(body)
	response, err := http.Post(d.base+"/_double/"+call, "application/json", bytes.NewReader(sent))
	must(t, err)
	defer response.Body.Close()
	var answer object
	must(t, json.NewDecoder(response.Body).Decode(&answer))
	return answer
}

func (d *double) list(t *testing.T, call string) (answer []object) {
	t.Helper()
	response, err := http.Get(d.base + "/_double/" + call)
	must(t, err)
	defer response.Body.Close()
	must(t, json.NewDecoder(response.Body).Decode(&answer))
	return answer
}

func (d *double) code(t *testing.T, user string) string {
	t.Helper()
	return d.call(t, "phone/login", object{"user": user})["code"].(string)
}

func (d *double) phoneData(t *testing.T) object {
	t.Helper()
	return d.call(t, "phone/getPhoneNumber", object{"user": "lin"})
}

// journal has path and errcode of every call that the SDK has made.
func (d *double) journal(t *testing.T) string {
	t.Helper()
	var calls []string
	for _, call := range d.list(t, "control/journal") {
		if path := call["path"].(string); !strings.HasPrefix(path, "/_double/") {
			calls = append(calls, fmt.Sprint(path, " ", call["errcode"]))
		}
	}
	return strings.Join(calls, ", ")
}

// result notes what became of an operation: ✓, ✗, or text for an errcode that is only part of a message.
func result(t *testing.T, operation, outcome string) {
	t.Helper()
	if path := os.Getenv("SDK_RESULTS"); path != "" {
		file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		must(t, err)
		defer file.Close()
		_, err = fmt.Fprintf(file, "silenceper/wechat\t%s\t%s\n", operation, outcome)
		must(t, err)
	}
}

func works(t *testing.T, operation string) {
	t.Helper()
	result(t, operation, "✓")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("got %v, want %v", got, want)
	}
}
